import type { ConstantClaim } from '../../../shared/contract/numbers.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { noWords, withSession, type Command } from '../session.ts';

/** `crystalline constants`: the founding document's claims, checked now. */
export const constants: Command = {
  name: 'constants',
  summary: 'check the constants of the founding document, and say what is false',
  help: `The founding document's constants and claims. Each is checked anew: what is said of it, what was computed, and whether
it is true, false, or a name only (there is nothing to check it against).

Usage: crystalline constants [options]

${optionHelp(COMMON)}

The result of --json is a list of {name, value, claim, check, verdict}.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, COMMON);
    noWords(words, 'constants');
    return withSession(context, undefined, async (client) => {
      const { constants: result } = await client.call('numbers.constants');
      if (!options.json) context.terminal.print(constantsText(result));
      return { code: 0, json: { result } };
    });
  },
};

const WORDS = { true: 'true', false: 'FALSE', 'name-only': 'name only' } as const;

export function constantsText(claims: readonly ConstantClaim[]): string {
  const verdictWidth = Math.max(...Object.values(WORDS).map(({ length }) => length));
  const nameWidth = Math.max(...claims.map(({ name }) => name.length));
  const indent = ' '.repeat(verdictWidth + nameWidth + 4);
  const lines = claims.flatMap(({ name, value, claim, check, verdict }) => [
    `${WORDS[verdict].padEnd(verdictWidth)}  ${name.padEnd(nameWidth)}  ${value}`,
    `${indent}said:    ${claim}`,
    `${indent}checked: ${check}`,
  ]);
  const wrong = claims.filter(({ verdict }) => verdict === 'false').map(({ name }) => name);
  const summary =
    wrong.length === 0
      ? `None of ${claims.length} is false.`
      : `${wrong.length} of ${claims.length} are false: ${wrong.join(', ')}.`;
  return [...lines, '', summary].join('\n');
}
