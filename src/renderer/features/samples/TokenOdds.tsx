import type { SampledToken, TokenLikelihood } from '../../../shared/contract/sample.ts';
import { formatPercent } from '../../lib/format.ts';
import styles from './SamplePanel.module.css';

/** The token drawn and the likeliest others, with the probability that the model gave each, before any option. */
export function TokenOdds(props: {
  readonly token: SampledToken;
  /** From 1. */
  readonly place: number;
  readonly nameOf: (id: number) => string;
}) {
  const { token, place, nameOf } = props;
  return (
    <dl className={styles.likely} aria-label={`Token ${place}, and what else was likely`}>
      {rankedTokens(token).map(({ id, probability }) => (
        <Odds key={id} drawn={id === token.id} name={JSON.stringify(nameOf(id))}>
          {probability}
        </Odds>
      ))}
    </dl>
  );
}

function Odds(props: {
  readonly name: string;
  readonly drawn: boolean;
  readonly children: number;
}) {
  const share = props.children;
  return (
    <>
      <dt data-drawn={props.drawn}>{props.name}</dt>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <dd>{formatPercent(share)}</dd>
    </>
  );
}

/** The drawn token among the likeliest, likeliest first. */
export function rankedTokens({
  alternatives = [],
  id,
  probability,
}: SampledToken): readonly TokenLikelihood[] {
  const others = alternatives.filter((other) => other.id !== id);
  return [...others, { id, probability }].sort((a, b) => b.probability - a.probability);
}
