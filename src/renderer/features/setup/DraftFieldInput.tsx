import type { ReactNode } from 'react';
import { Field } from '../../ui/Field.tsx';
import type { DraftField } from '../../store/draft-fields.ts';
import { draftProblems } from '../../store/run-draft.ts';
import { setDraftField, useDraft } from '../../store/draft-slice.ts';

/** One number of the draft, with what is wrong with it. */
export function DraftFieldInput(props: {
  readonly field: DraftField;
  readonly label: string;
  readonly unit?: ReactNode;
  /** What 0 stands for. */
  readonly zero?: string | undefined;
}) {
  const value = useDraft(({ draft }) => draft.values[props.field]);
  const problem = useDraft(({ draft }) => draftProblems(draft)[props.field]);
  return (
    <Field
      label={props.label}
      unit={props.unit}
      value={value}
      problem={problem}
      figure
      meaning={value.trim() === '0' ? props.zero : undefined}
      onChange={(text) => setDraftField(props.field, text)}
    />
  );
}
