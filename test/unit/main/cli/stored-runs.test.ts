import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { FakeEngine } from '../../../helpers/fake-engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;
const ids: string[] = [];

beforeAll(async () => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
  for (const name of ['whale', 'ship']) {
    const trained = await cli.run(['train', cli.file, '--steps', '20', '--name', name, '--json']);
    ids.push(path.basename(String(trained.json()['run_dir'])));
  }
});
afterAll(() => removeDirectory(folder));

describe('crystalline runs', () => {
  it('lists them newest first, in columns', async () => {
    const { code, printed } = await cli.run(['runs']);
    const lines = printed.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^RUN +NAME +STARTED +STEP +LOSS +VAL +CHECKPOINTS$/);
    expect(lines[1]).toMatch(new RegExp(`^${ids[1]} +ship +.* 20/20 +3\\.\\d{4} +3\\.\\d{4} +1$`));
    expect(lines[2]).toMatch(new RegExp(`^${ids[0]} +whale `));
  });

  it('says so when there are none, and where it looked', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    const { printed } = await cli.run(['runs', '--runs', elsewhere]);
    expect(printed).toBe(`No runs in ${elsewhere} yet. Start one with: crystalline train FILE`);
  });

  it('gives the summaries with --json', async () => {
    const { result } = (await cli.run(['runs', '--json'])).json() as {
      result: { runId: string }[];
    };
    expect(result.map(({ runId }) => runId)).toEqual([ids[1], ids[0]]);
  });
});

describe('crystalline sample', () => {
  it('prints the prompt and its continuation', async () => {
    const { code, printed } = await cli.run([
      'sample',
      'whale',
      '--prompt',
      'the ',
      '--tokens',
      '12',
    ]);
    expect(code).toBe(0);
    expect(printed).toMatch(/^the [a-h ]{12}$/);
  });

  it('prints as it is written, and Ctrl-C ends it', async () => {
    let heard = '';
    const { code, printed } = await cli.run(['sample', 'whale', '--tokens', '5000'], {
      engine: new FakeEngine({ stepDelayMs: 2 }),
      onLine: (line, interrupt) => {
        if (line.includes('step')) return;
        heard += line;
        if (heard.length > 20) interrupt();
      },
    });
    expect(code).toBe(0);
    expect(printed.startsWith(heard)).toBe(true);
    expect(printed.length).toBeLessThan(5_000);
  });

  it('tells of the tokens and why it ended', async () => {
    const { json } = await cli.run(['sample', 'whale', '--stop', 'h', '--top-p', '0.9', '--json']);
    const { result, tokens, ended } = json();
    expect(ended).toBe('stop');
    expect(tokens).toHaveLength((result as string).length);
  });

  it('takes an id, the beginning of one, a name or last', async () => {
    for (const word of [ids[0], ids[0]?.slice(0, 4), 'whale', 'last'] as string[]) {
      const { code, json } = await cli.run(['sample', word, '--tokens', '5', '--json']);
      expect(code).toBe(0);
      expect(json()).toMatchObject({ result: expect.stringMatching(/^[a-h ]{5}$/), step: 20 });
    }
  });

  it('says which runs a word could mean, or which it nearly names', async () => {
    const several = await cli.run(['sample', '0']);
    expect(several.code).toBe(1);
    expect(several.complaints).toContain(`Several runs begin with "0": ${ids[1]}, ${ids[0]}.`);
    const nearly = await cli.run(['sample', 'whael']);
    expect(nearly.complaints).toBe('crystalline: No run is called "whael". Did you mean whale?');
    const none = await cli.run(['sample', 'kraken-of-the-deep']);
    expect(none.complaints).toContain('See: crystalline runs');
  });

  it('names characters that the tokenizer does not know', async () => {
    const { code, complaints } = await cli.run(['sample', 'whale', '--prompt', '\u{1F980}']);
    expect(code).toBe(1);
    expect(complaints).toContain('\u{1F980}');
  });
});

describe('crystalline resume', () => {
  it('says when there is nothing left to train', async () => {
    const { code, complaints } = await cli.run(['resume', 'ship']);
    expect(code).toBe(1);
    expect(complaints).toBe('crystalline: ship has done all its 20 steps.');
  });

  it('names a checkpoint that is not there', async () => {
    const { code, complaints } = await cli.run([
      'resume',
      'ship',
      '--checkpoint',
      'step-000999.safetensors',
    ]);
    expect(code).toBe(1);
    expect(complaints).toContain('step-000999.safetensors');
  });
});
