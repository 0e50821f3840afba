import { useCallback } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { usePoll } from '../../lib/use-poll.ts';
import { termShares } from '../../store/lattice-table.ts';
import { THETA_TERMS } from '../../store/scene-look.ts';
import { setLatticeLook, useView } from '../../store/view-slice.ts';
import { TERM_WORDS } from './look-words.ts';
import styles from './Look.module.css';

const POLL_MS = 250;

/** The five terms of theta: each can be left out, and beside it stands how far it turns the primes shown. */
export function ThetaTerms() {
  const terms = useView(({ look }) => look.lattice.terms);
  const primes = useView(({ look }) => look.lattice.primes);
  const shares = usePoll(
    useCallback(() => termShares(primes), [primes]),
    POLL_MS,
  );
  return (
    <div role="group" aria-label="Terms of θ">
      <p className={styles.note}>θ is the sum of these; mean turn of the primes shown, radians</p>
      {THETA_TERMS.map((term) => (
        <div key={term} className={styles.term}>
          <Chip
            pressed={terms[term]}
            onPress={() => setLatticeLook({ terms: { ...terms, [term]: !terms[term] } })}
          >
            {TERM_WORDS[term]}
          </Chip>
          <span className={styles.bar}>
            <i style={{ width: `${shares ? (shares[term] / Math.PI) * 100 : 0}%` }} />
          </span>
          <span className={styles.figure}>{shares ? turnWords(shares[term]) : '–'}</span>
        </div>
      ))}
    </div>
  );
}

function turnWords(radians: number): string {
  if (radians === 0) return '0';
  return radians < 0.001 ? radians.toExponential(1) : radians.toFixed(3);
}
