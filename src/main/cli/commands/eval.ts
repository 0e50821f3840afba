import { formatHexFloat, parseHexFloat } from '../../../shared/contract/hex-float.ts';
import {
  FUNCTIONS,
  NUMBER_LIMITS,
  ONE_ARGUMENT_FUNCTIONS,
  TWO_ARGUMENT_FUNCTIONS,
} from '../../../shared/contract/numbers.ts';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { withSession, type Command } from '../session.ts';
import { linesOf, type TextInput } from '../text-lines.ts';

const OPTIONS = {
  function: { kind: 'choice', choices: FUNCTIONS, help: 'the function to evaluate' },
  hex: { kind: 'flag', help: 'hexadecimal floating point in and out (default: decimal)' },
  ...COMMON,
} as const;

/** `crystalline eval`: the engine's own elementary functions, for whoever wants to hold an oracle against them. */
export const evaluate: Command = {
  name: 'eval',
  summary: "evaluate one of the engine's elementary functions, line by line",
  help: `Reads one double a line from standard input and writes the function's value, one a line; functions of two arguments
read two doubles with a comma between. Doubles given as words are taken instead of standard input.

Usage: crystalline eval --function NAME [--hex] [X…] [options]

With --hex doubles are as C's %a and strtod have them: 0x1.8p+1, -0x0p+0, inf, nan. Without, they are decimal, written
with as few digits as tell them from their neighbours. A line that is neither ends the command with an error, after
the values of the lines before it.

Functions: ${ONE_ARGUMENT_FUNCTIONS.slice(0, 13).join(', ')},
${ONE_ARGUMENT_FUNCTIONS.slice(13).join(', ')};
of two arguments: ${TWO_ARGUMENT_FUNCTIONS.join(', ')}.

${optionHelp(OPTIONS)}

The result of --json is the list of what would have been written.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const name = options.function;
    if (name === undefined)
      throw new UsageError('eval needs --function: see crystalline help eval.');
    const notation = options.hex ? HEXADECIMAL : DECIMAL;
    const two = TWO_ARGUMENT_FUNCTIONS.some((known) => known === name);
    const outputs: string[] = [];
    return withSession(context, undefined, async (client) => {
      let line = 0;
      for await (const lines of linesOf(inputOf(words, context.input), NUMBER_LIMITS.inputs)) {
        const { inputs, wrong } = readLines(lines, line, notation, two);
        line += lines.length;
        if (inputs.length > 0) {
          const answer = await client.call('numbers.evaluate', { function: name, inputs });
          const written = answer.outputs.map((value) => notation.write(value));
          if (!options.json) context.terminal.print(written.join('\n'));
          else for (const value of written) outputs.push(value);
        }
        if (wrong) throw wrong;
        if (!context.isHeard()) break;
      }
      return { code: 0, json: { result: outputs } };
    });
  },
};

function inputOf(words: readonly string[], input: () => TextInput): TextInput {
  return words.length === 0 ? input() : wordsAsLines(words);
}

async function* wordsAsLines(words: readonly string[]): TextInput {
  yield words.map((word) => `${word}\n`).join('');
}

/** How doubles are written; on the wire they are hexadecimal. */
interface Notation {
  readonly called: string;
  readonly example: string;
  /** Undefined: not a double. */
  toWire(text: string): string | undefined;
  write(fromWire: string): string;
}

const HEXADECIMAL: Notation = {
  called: 'hexadecimal floating point',
  example: '0x1.8p+1',
  toWire: (text) => (parseHexFloat(text) === undefined ? undefined : text),
  write: (value) => value,
};

const DECIMAL: Notation = {
  called: 'decimal',
  example: '-1.5e3',
  toWire: (text) => {
    if (/^[+-]?(inf|infinity|nan)$/i.test(text)) return text;
    const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
    return plain ? formatHexFloat(Number(text)) : undefined;
  },
  write: (fromWire) => {
    const value = parseHexFloat(fromWire) ?? NaN;
    if (Object.is(value, -0)) return '-0';
    return Number.isFinite(value) ? String(value) : fromWire;
  },
};

/** The lines up to the first wrong one, if any, as they go over the wire. */
function readLines(lines: readonly string[], before: number, notation: Notation, two: boolean) {
  const inputs: string[] = [];
  for (const text of lines) {
    const parts = text.split(',').map((part) => notation.toWire(part.trim()));
    if (parts.length !== (two ? 2 : 1) || parts.includes(undefined)) {
      return { inputs, wrong: wrongLine(text, before + inputs.length + 1, notation, two) };
    }
    inputs.push(parts.join(','));
  }
  return { inputs };
}

function wrongLine(text: string, line: number, notation: Notation, two: boolean): UsageError {
  const { called, example } = notation;
  const wanted = two
    ? `two doubles in ${called}, as ${example},${example}`
    : `a double in ${called}, as ${example}`;
  return new UsageError(`Line ${line} must be ${wanted}, not "${text.slice(0, 60)}".`);
}
