import { Fact } from '../../ui/Facts.tsx';
import type { AngleResult } from '../../../shared/contract/numbers.ts';

const TERMS = ['spiral', 'index', 'phonetic', 'omega', 'psi'] as const;

/** θ and the five terms whose sum it is, in radians. */
export function AngleTerms(props: {
  readonly thetaRad: number;
  readonly terms: AngleResult['terms'];
}) {
  return (
    <>
      <Fact name="θ" figure>
        {props.thetaRad.toFixed(6)} rad
      </Fact>
      {TERMS.map((term) => (
        <Fact key={term} name={`θ, ${term}`} figure>
          {props.terms[term].toFixed(6)}
        </Fact>
      ))}
    </>
  );
}
