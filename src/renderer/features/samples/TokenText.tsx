import type { SampledToken, TokenLikelihood } from '../../../shared/contract/sample.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './SamplePanel.module.css';

/** A text token by token: the less likely the model held a token, the stronger its ground; hovering tells what else could have come. */
export function TokenText({ tokens }: { readonly tokens: readonly SampledToken[] }) {
  const texts = useRun(({ status }) => status.corpus?.tokenTexts);
  const nameOf = (id: number): string => texts?.[id] ?? `#${id}`;
  return tokens.map((token, place) => (
    <span
      key={place}
      className={styles.token}
      style={{ backgroundColor: ground(token.probability) }}
      title={tokenWords(token, nameOf)}
    >
      {nameOf(token.id)}
    </span>
  ));
}

/** Nothing for a certain token, the accent's wash for a surprising one: a factor of e is a tenth of it. */
function ground(probability: number): string {
  const surprise = Math.min(1, -Math.log(Math.max(probability, 1e-9)) / 7);
  return `color-mix(in srgb, var(--accent) ${Math.round(surprise * 45)}%, transparent)`;
}

/** "e" 41.2 %, then the likeliest, one a line. */
export function tokenWords(
  { alternatives = [], ...drawn }: SampledToken,
  nameOf: (id: number) => string,
): string {
  const line = ({ id, probability }: TokenLikelihood) =>
    `${JSON.stringify(nameOf(id))} ${(100 * probability).toFixed(1)} %`;
  return [
    line(drawn),
    ...(alternatives.length > 0 ? ['likeliest:'] : []),
    ...alternatives.map(line),
  ].join('\n');
}
