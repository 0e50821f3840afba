/** Colours for what is drawn on canvases; theme.css holds the same values for the rest (a test compares). */
export interface ThemeTokens {
  readonly background: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  /** Live or primary, as text: the running state, a newest figure. */
  readonly accent: string;
  /** The same, as a curve or a surface: 3:1 on its ground. */
  readonly amber: string;
  /** Reduction. */
  readonly blue: string;
  /** Weight update. */
  readonly green: string;
  /** Trouble and theft. */
  readonly red: string;
}

export const THEME_TOKENS: Readonly<Record<'dark' | 'light', ThemeTokens>> = {
  dark: {
    background: '#0b0d10',
    panel: '#111419',
    raised: '#161a20',
    line: '#20262e',
    text: '#d9dee6',
    muted: '#8892a0',
    faint: '#566070',
    accent: '#f0b651',
    amber: '#f0b651',
    blue: '#5b8fd6',
    green: '#5fb98a',
    red: '#e2725b',
  },
  light: {
    background: '#f1f3f6',
    panel: '#fafbfc',
    raised: '#ffffff',
    line: '#dce1e7',
    text: '#1b222c',
    muted: '#586374',
    faint: '#8a94a3',
    accent: '#976300',
    amber: '#c98200',
    blue: '#2b63b3',
    green: '#1f7a50',
    red: '#b8402a',
  },
};
