import { describe, expect, it } from 'vitest';
import {
  optionHelp,
  readCommandLine,
  UsageError,
} from '../../../../../src/main/host/shell/command-line.ts';
import { editDistance, nearest } from '../../../../../src/main/host/shell/nearest.ts';

const SPECS = {
  model: { kind: 'choice', choices: ['baby', 'big'], help: 'size' },
  steps: { kind: 'integer', min: 1, max: 1_000, help: 'steps' },
  lr: { kind: 'number', min: -1, max: 10, help: 'rate' },
  name: { kind: 'text', placeholder: 'name', help: 'called' },
  json: { kind: 'flag', help: 'one line' },
} as const;

const read = (...args: string[]) => readCommandLine(args, SPECS);

describe('readCommandLine', () => {
  it('reads values of every kind, beside or behind =', () => {
    expect(
      read('--model', 'big', '--steps=20', 'file', '--json', '--lr', '1e-3', '--name=a b'),
    ).toEqual({
      options: { model: 'big', steps: 20, json: true, lr: 0.001, name: 'a b' },
      words: ['file'],
    });
  });

  it('leaves out what was not given', () => {
    expect(read()).toEqual({ options: {}, words: [] });
  });

  it('takes the last of several, negative numbers, and anything behind --', () => {
    expect(read('--steps', '1', '--steps', '2').options.steps).toBe(2);
    expect(read('--lr', '-0.5').options.lr).toBe(-0.5);
    expect(read('--', '--steps', '-x').words).toEqual(['--steps', '-x']);
  });

  it.each([
    [['--stesp', '1'], 'Unknown option --stesp. Did you mean --steps?'],
    [['--xyzzy'], 'Unknown option --xyzzy.'],
    [['-q'], 'Unknown option -q.'],
    [['--constructor'], 'Unknown option --constructor.'],
    [['--model', 'bgi'], '--model must be baby or big, not "bgi". Did you mean big?'],
    [['--model'], '--model needs a value: baby or big.'],
    [['--model='], '--model needs a value: baby or big.'],
    [['--name', '--json'], '--name needs a value: name.'],
    [['--steps', '1001'], '--steps must be a whole number from 1 to 1,000, not "1001".'],
    [['--steps', '2.5'], '--steps must be a whole number from 1 to 1,000, not "2.5".'],
    [['--steps', ' '], '--steps must be a whole number from 1 to 1,000, not " ".'],
    [['--lr', 'NaN'], '--lr must be a number from -1 to 10, not "NaN".'],
    [['--lr', 'Infinity'], '--lr must be a number from -1 to 10, not "Infinity".'],
    [['--json=1'], '--json takes no value, but was given "1".'],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args, SPECS)).toThrow(new UsageError(message));
  });
});

describe('optionHelp', () => {
  it('lists every option with what it takes, in columns', () => {
    expect(optionHelp(SPECS)).toBe(
      [
        '  --model baby|big  size',
        '  --steps N         steps',
        '  --lr N            rate',
        '  --name NAME       called',
        '  --json            one line',
      ].join('\n'),
    );
  });
});

describe('nearest', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('train', 'tarin')).toBe(1);
    expect(editDistance('same', 'same')).toBe(0);
  });

  it('suggests what is close and nothing else', () => {
    const words = ['train', 'resume', 'sample'];
    expect(nearest('tarin', words)).toBe('train');
    expect(nearest('RESUM', words)).toBe('resume');
    expect(nearest('quux', words)).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});
