import { Choice } from '../../ui/Choice.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { toggleCollapsed, setSphereLook, useView } from '../../store/view-slice.ts';
import { DEEPEST_LEVEL } from '../../store/scene-look.ts';
import { useSelection } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { ScaleRow } from './ScaleRow.tsx';
import {
  SPHERE_COLOUR_WORDS,
  SPHERE_LAYOUT_WORDS,
  SPHERE_SIZE_WORDS,
  optionsOf,
} from './look-words.ts';
import styles from './Look.module.css';

/** Layout, colour, size and depth of the spheres. */
export function SphereLookPart() {
  const { layout, colour, size, siblings, levels, collapsed } = useView(({ look }) => look.spheres);
  return (
    <section className={styles.part} aria-label="Spheres">
      <h3 className={styles.title}>Spheres</h3>
      <Segments
        label="Layout of the spheres"
        options={optionsOf(SPHERE_LAYOUT_WORDS)}
        value={layout}
        onChange={(value) => setSphereLook({ layout: value })}
      />
      <div className={styles.pair}>
        <Choice
          label="Colour by"
          options={optionsOf(SPHERE_COLOUR_WORDS)}
          value={colour}
          onChange={(value) => setSphereLook({ colour: value })}
        />
        <Choice
          label="Size by"
          options={optionsOf(SPHERE_SIZE_WORDS)}
          value={size}
          onChange={(value) => setSphereLook({ size: value })}
        />
      </div>
      <ScaleRow layer="spheres" />
      <SliderField
        label="Levels"
        value={levels}
        min={0}
        max={DEEPEST_LEVEL}
        step={1}
        text={levels === DEEPEST_LEVEL ? 'all' : String(levels)}
        onChange={(value) => setSphereLook({ levels: value })}
      />
      <div className={styles.row}>
        <Chip pressed={siblings} onPress={() => setSphereLook({ siblings: !siblings })}>
          Sibling links
        </Chip>
        <SubtreeChip collapsed={collapsed} />
      </div>
    </section>
  );
}

/** Closes or opens the selected sphere's subtree; opens all when there are closed ones and none is selected. */
function SubtreeChip({ collapsed }: { readonly collapsed: readonly number[] }) {
  const selected = useSelection((selection) => selection.selected);
  const id = selected?.kind === 'sphere' ? selected.id : undefined;
  const parent = id !== undefined && sphereView(id)?.leaf === false;
  if (id !== undefined && parent) {
    return (
      <Chip pressed={collapsed.includes(id)} onPress={() => toggleCollapsed(id)}>
        {`Close ${id === 0 ? 'the root' : `sphere ${id}`}`}
      </Chip>
    );
  }
  if (collapsed.length === 0) return null;
  return (
    <Chip pressed onPress={() => setSphereLook({ collapsed: [] })}>
      {`Open ${collapsed.length} closed`}
    </Chip>
  );
}
