import { useEffect, useRef } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { formatCount } from '../../lib/format.ts';
import { toggleBlockPanel, useBlock } from '../../store/block-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { BlockBody } from './BlockBody.tsx';
import styles from './Blocks.module.css';

/** One block and head of the model: attention over the newest sample, weights and gradients over time. Asks only while open. */
export function BlockPanel() {
  const open = useBlock((state) => state.open);
  const step = useBlock((state) => state.newest?.step);
  const present = useRun(({ status }) => status.config !== undefined);
  const panel = useRef<HTMLElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    if (open && !wasOpen.current) panel.current?.scrollIntoView({ block: 'start' });
    wasOpen.current = open;
  }, [open]);
  if (!present) return null;
  return (
    <Panel
      ref={panel}
      title="Attention and weights"
      aside={
        <>
          {open && step !== undefined && <span>step {formatCount(step)}</span>}
          <Chip pressed={open} onPress={toggleBlockPanel} label="Attention and weights">
            {open ? 'Shown' : 'Show'}
          </Chip>
        </>
      }
    >
      {open ? (
        <BlockBody />
      ) : (
        <p className={styles.note}>
          What a head looks at in the sample; how large weights and gradients are.
        </p>
      )}
    </Panel>
  );
}
