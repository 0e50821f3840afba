import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { formatCount } from '../../lib/format.ts';
import { setLatticeLook, useView } from '../../store/view-slice.ts';
import { LATTICE_COLOUR_WORDS, LATTICE_LAYOUT_WORDS, optionsOf } from './look-words.ts';
import { ThetaTerms } from './ThetaTerms.tsx';
import { PRIMES_SCALE, WAVELENGTH_SCALE, onScale, placeOnScale } from './log-scale.ts';
import styles from './Look.module.css';

/** Layout and colour of the clock lattice, what theta is made of, and how many primes are shown. */
export function LatticeLookPart() {
  const { layout, colour, primes, dimension, wavelength } = useView(({ look }) => look.lattice);
  return (
    <section className={styles.part} aria-label="Clock lattice">
      <h3 className={styles.title}>Clock lattice</h3>
      <Segments
        label="Layout of the primes"
        options={optionsOf(LATTICE_LAYOUT_WORDS)}
        value={layout}
        onChange={(value) => setLatticeLook({ layout: value })}
      />
      <Choice
        label="Colour by"
        options={optionsOf(LATTICE_COLOUR_WORDS)}
        value={colour}
        onChange={(value) => setLatticeLook({ colour: value })}
      />
      <SliderField
        label="Primes, k"
        value={placeOnScale(primes, PRIMES_SCALE)}
        min={0}
        max={1}
        step={0.002}
        text={formatCount(primes)}
        onChange={(place) => setLatticeLook({ primes: Math.round(onScale(place, PRIMES_SCALE)) })}
      />
      <SliderField
        label="Dimension, n"
        value={dimension}
        min={1}
        max={144}
        step={1}
        text={String(dimension)}
        onChange={(value) => setLatticeLook({ dimension: value })}
      />
      <SliderField
        label="Wavelength, λ"
        value={placeOnScale(wavelength, WAVELENGTH_SCALE)}
        min={0}
        max={1}
        step={0.002}
        text={`${wavelength} m`}
        onChange={(place) =>
          setLatticeLook({ wavelength: Number(onScale(place, WAVELENGTH_SCALE).toFixed(3)) })
        }
      />
      <ThetaTerms />
    </section>
  );
}
