import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { FakeEngine } from '../../../helpers/fake-engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';
import type { WorkProgress } from '../../../../src/shared/contract/work.ts';
import { workLine } from '../../../../src/main/cli/work-line.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;
let runDirectory: string;

beforeAll(async () => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
  const trained = await cli.run(['train', cli.file, '--steps', '20', '--name', 'whale', '--json']);
  runDirectory = String(trained.json()['run_dir']);
});
afterAll(() => removeDirectory(folder));

const half = { part: 'writing', fraction: 0.75, done: 1_024 ** 2, total: 2 * 1_024 ** 2 } as const;

describe('a long work', () => {
  it('is drawn in one line that fits', () => {
    const progress: WorkProgress = {
      ...{ workId: 'a', part: 'learning', fraction: 0.456, done: 1_234, total: 4_096 },
      ...{ unit: 'tokens', perSecond: 600, etaSeconds: 65 },
    };
    expect(workLine(progress, 120)).toMatch(
      /▏ 45 % {2}Learning byte pairs {2}1,234 of 4,096 tokens {2}600\/s {2}1:05 left$/,
    );
    expect(workLine(progress, 30)).toHaveLength(29);
  });

  it('is drawn while an export writes, and taken away', async () => {
    const engine = new FakeEngine();
    engine.longWork = half;
    const { code, drawn, printed } = await cli.run(['export', 'whale', '--format', 'gguf'], {
      ...{ engine, tty: true },
      onLine: () => (engine.longWork = undefined),
    });
    expect(code).toBe(0);
    expect(drawn[0]).toMatch(/75 % {2}Writing {2}1 MiB of 2 MiB/);
    expect(drawn.at(-1)).toBe('');
    expect(printed).toMatch(/gguf$/);
  });

  it('is cancelled by Ctrl-C, and leaves what was there before', async () => {
    const first = await cli.run(['export', 'whale', '--json']);
    const folder = String(first.json()['result']);
    const files = readdirSync(folder);
    const engine = new FakeEngine();
    engine.longWork = half;
    const { code, complaints } = await cli.run(['export', 'whale'], {
      ...{ engine, tty: true },
      onLine: (_, interrupt) => interrupt(),
    });
    expect(code).toBe(1);
    expect(complaints).toBe('crystalline: The work was cancelled.');
    expect(readdirSync(folder)).toEqual(files);
    expect(existsSync(`${folder}.tmp`)).toBe(false);
    expect(readdirSync(path.join(runDirectory, 'export'))).toContain('hf');
  });

  it('is not drawn where there is no terminal', async () => {
    const { code, drawn } = await cli.run(['export', 'whale']);
    expect({ code, drawn }).toEqual({ code: 0, drawn: [] });
  });
});
