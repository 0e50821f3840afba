import { describe, expect, it } from 'vitest';
import { jsonVoice, plainVoice } from '../../../../src/main/server/console-voice.ts';

const context = { port: 4000, runsDirectory: '/runs' };
const checkpoint = {
  name: 'step-000120.safetensors',
  step: 120,
  bytes: 9,
  writtenAtMs: 1,
  weightsSha256: 'ab',
};

describe('plainVoice', () => {
  const said = (speak: (voice: ReturnType<typeof plainVoice>) => void) => {
    const lines: string[] = [];
    speak(plainVoice((line) => lines.push(line), context));
    return lines.join('\n');
  };

  it('gives the link and says how to get another', () => {
    const text = said((voice) => voice.link('http://127.0.0.1:4000/?token=x'));
    expect(text).toContain('  http://127.0.0.1:4000/?token=x\n');
    expect(text).toContain('Enter prints a new link; Ctrl-C saves and ends.');
  });

  it('says what was saved, where, and how to go on', () => {
    const text = said((voice) => voice.saved(checkpoint, '0001-whale'));
    expect(text).toContain('Saved step-000120.safetensors (step 120) in /runs/0001-whale.');
    expect(text).toContain('crystalline resume 0001-whale');
    expect(said((voice) => voice.saved(undefined, undefined))).toBe('Nothing was unsaved. Closed.');
  });
});

describe('jsonVoice', () => {
  it('says one object a line, and nothing in between', () => {
    const lines: unknown[] = [];
    const voice = jsonVoice((line) => lines.push(JSON.parse(line)), context);
    voice.link('http://x');
    voice.saving(3);
    voice.note('a note');
    voice.saved(checkpoint, 'r');
    voice.saved(undefined, undefined);
    voice.failed('why');
    expect(lines).toEqual([
      { url: 'http://x', port: 4000, pid: process.pid, runs_dir: '/runs' },
      { closed: true, saved: { run: 'r', ...checkpoint } },
      { closed: true, saved: null },
      { error: { message: 'why' } },
    ]);
  });
});
