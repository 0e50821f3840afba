import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import { AngleTerms } from './AngleTerms.tsx';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { AngleResult } from '../../../shared/contract/numbers.ts';
import { callHost, failureMessage } from '../../commands/host-call.ts';
import { formatCount } from '../../lib/format.ts';
import { select } from '../../store/selection-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './Inspector.module.css';

/** A prime on the lattice: its angle with all five terms, computed by the engine. */
export function PrimeInspector({ p, k }: { readonly p: number; readonly k: number }) {
  const dimension = useView((view) => view.look.lattice.dimension);
  const wavelength = useView((view) => view.look.lattice.wavelength);
  const [angle, setAngle] = useState<AngleResult>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let wanted = true;
    const params = { p: String(p), k: String(k), n: String(dimension), lambda: wavelength };
    callHost('numbers.angle', params).then(
      (found) => {
        if (wanted) setAngle(found);
      },
      (error: unknown) => {
        if (wanted) setProblem(failureMessage(error));
      },
    );
    return () => {
      wanted = false;
    };
  }, [p, k, dimension, wavelength]);
  const aside = (
    <>
      <span>index {formatCount(k)}</span>
      <IconButton label="Deselect" icon={<X />} onPress={() => select(undefined)} />
    </>
  );
  return (
    <Panel title={`Prime ${formatCount(p)}`} aside={aside}>
      {problem && <p className={styles.none}>{problem}</p>}
      {angle && (
        <Facts>
          <Fact name="Group" figure>
            {angle.group}
          </Fact>
          <Fact name="Clock" figure>
            {angle.clockHour || 12}:{angle.clockMinute.toFixed(2).padStart(5, '0')}
          </Fact>
          <AngleTerms thetaRad={angle.theta} terms={angle.terms} />
          <Fact name="Dimension, λ" figure>
            {dimension} · {wavelength} m
          </Fact>
          <Fact name="Boundary" figure>
            {formatCount(Number(angle.distance))} away
          </Fact>
        </Facts>
      )}
    </Panel>
  );
}
