import type { ReactElement, ReactNode } from 'react';
import { DropdownMenu } from 'radix-ui';
import { KeyHint } from './KeyHint.tsx';
import { Tip } from './Tip.tsx';
import iconStyles from './IconButton.module.css';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  /** The key that does the same. */
  readonly keyHint?: string | undefined;
  /** Why it cannot be chosen now: shown on hover and focus; the item stays reachable. */
  readonly why?: string | undefined;
  readonly onPress: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly items: readonly MenuItem[];
}

/** A button that opens a menu: arrow keys, Home, End and first letters move in it, Escape closes it. */
export function Menu({ label, icon, items }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <Tip text={label}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className={iconStyles.button} aria-label={label}>
            {icon}
          </button>
        </DropdownMenu.Trigger>
      </Tip>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={label}
        >
          {items.map(itemOf)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function itemOf({ id, title, keyHint, why, onPress }: MenuItem): ReactElement {
  const item = (
    <DropdownMenu.Item
      key={id}
      className={styles.item}
      aria-disabled={why !== undefined}
      aria-keyshortcuts={keyHint}
      textValue={title}
      onSelect={(event) => {
        if (why === undefined) onPress();
        else event.preventDefault();
      }}
    >
      <span>{title}</span>
      {keyHint && <KeyHint keys={keyHint} />}
    </DropdownMenu.Item>
  );
  return why === undefined ? (
    item
  ) : (
    <Tip key={id} text={why}>
      {item}
    </Tip>
  );
}
