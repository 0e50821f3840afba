import type { ReactNode } from 'react';
import { KeyHint } from './KeyHint.tsx';
import { Tip } from './Tip.tsx';
import { classNames } from '../lib/class-names.ts';
import styles from './Button.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** The key that does the same, shown on the button. */
  readonly keyHint?: string;
  /** Why it cannot be pressed now: shown on hover and focus; the button stays reachable. */
  readonly why?: string | undefined;
  readonly icon?: ReactNode;
  readonly label?: string;
  readonly wide?: boolean;
  readonly type?: 'button' | 'submit';
  /** Has the focus when its dialog opens. */
  readonly firstFocus?: boolean;
}

/** A button with its key; unavailable ones say why. */
export function Button({ children, onPress, look = 'plain', keyHint, why, ...rest }: ButtonProps) {
  const { icon, label, wide, type = 'button', firstFocus } = rest;
  const button = (
    <button
      type={type}
      className={classNames(styles.button, styles[look], wide && styles.wide)}
      aria-disabled={why !== undefined}
      aria-label={label}
      aria-keyshortcuts={keyHint}
      data-first-focus={firstFocus}
      onClick={() => {
        if (why === undefined) onPress();
      }}
    >
      {icon}
      <span>{children}</span>
      {keyHint && <KeyHint keys={keyHint} />}
    </button>
  );
  return why ? <Tip text={why}>{button}</Tip> : button;
}
