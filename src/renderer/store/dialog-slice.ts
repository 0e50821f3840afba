import { create } from 'zustand';

/** A question before something that cannot be undone. */
export interface Confirmation {
  readonly title: string;
  readonly body: string;
  /** The verb on the button. */
  readonly action: string;
  readonly onConfirm: () => void;
}

export type DialogKind =
  'palette' | 'keys' | 'runs' | 'export' | 'import' | 'extend' | 'branch' | 'rate';

export interface DialogState {
  readonly open: DialogKind | undefined;
  /** The run that an export, an extension or a branch is about; undefined: the present one. */
  readonly runId: string | undefined;
  readonly confirmation: Confirmation | undefined;
}

/** The dialog in front, if any, and the question in front of that. */
export const useDialog = create<DialogState>(() => ({
  ...{ open: undefined, runId: undefined, confirmation: undefined },
}));

export function openDialog(open: DialogKind, runId?: string): void {
  useDialog.setState({ open, runId });
}

export function toggleDialog(kind: DialogKind): void {
  useDialog.setState(({ open }) => ({ open: open === kind ? undefined : kind, runId: undefined }));
}

export function closeDialog(): void {
  useDialog.setState({ open: undefined });
}

export function ask(confirmation: Confirmation): void {
  useDialog.setState({ confirmation });
}

export function closeConfirmation(): void {
  useDialog.setState({ confirmation: undefined });
}
