import { Choice } from '../../ui/Choice.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { setEventLook, useView } from '../../store/view-slice.ts';
import { ScaleRow } from './ScaleRow.tsx';
import { EVENT_COLOUR_WORDS, EVENT_LAYOUT_WORDS, optionsOf } from './look-words.ts';
import styles from './Look.module.css';

/** Layout and colour of the boundary events. */
export function EventLookPart() {
  const { layout, colour, region } = useView(({ look }) => look.events);
  return (
    <section className={styles.part} aria-label="Boundary events">
      <h3 className={styles.title}>Boundary events</h3>
      <Segments
        label="Layout of the events"
        options={optionsOf(EVENT_LAYOUT_WORDS)}
        value={layout}
        onChange={(value) => setEventLook({ layout: value })}
      />
      <Choice
        label="Colour by"
        options={optionsOf(EVENT_COLOUR_WORDS)}
        value={colour}
        onChange={(value) => setEventLook({ colour: value })}
      />
      <ScaleRow layer="events" />
      <div className={styles.row}>
        <Chip pressed={region} onPress={() => setEventLook({ region: !region })}>
          Mark the boundary ±100
        </Chip>
      </div>
    </section>
  );
}
