import type { ReactNode } from 'react';
import { Popover as RadixPopover } from 'radix-ui';
import { Tip } from './Tip.tsx';
import iconStyles from './IconButton.module.css';
import styles from './Popover.module.css';

export interface PopoverProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  /** Something in it is on: its button is marked. */
  readonly active?: boolean;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly width?: number;
}

/** A button that opens a small panel beside it; the window behind stays usable. */
export function Popover({ label, icon, children, active, width = 280, ...state }: PopoverProps) {
  return (
    <RadixPopover.Root {...state}>
      <Tip text={label}>
        <RadixPopover.Trigger asChild>
          <button
            type="button"
            className={iconStyles.button}
            aria-label={label}
            data-active={active}
          >
            {icon}
          </button>
        </RadixPopover.Trigger>
      </Tip>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={styles.content}
          style={{ width }}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label={label}
          onOpenAutoFocus={(event) => {
            // The panel itself: a first button that has the focus would show its tip over the rest.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onInteractOutside={(event) => {
            // Trying a filter means looking at the stage: only Escape or the button close it.
            if ((event.target as Element).closest('[data-testid="scene-stage"]')) {
              event.preventDefault();
            }
          }}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
