import { useEffect } from 'react';
import { Circle, Pause, Play, Radio, SkipBack, SkipForward, Square } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import {
  REPLAY_SPEEDS,
  advanceReplay,
  goLive,
  holdOrReplay,
  holdView,
  readRecording,
  setReplaySpeed,
  showMoment,
  useTime,
} from '../../store/time-slice.ts';
import { recordReplay, stopVideo, useVideo } from '../../commands/video-commands.ts';
import { formatBytes, formatClock, formatCount } from '../../lib/format.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './TimeBar.module.css';

const READ_MS = 500;
/** One press of a step button, in milliseconds of the recording. */
const STEP_MS = 100;

/** The last minutes: hold the view while the run goes on, scrub, replay slower or faster, go live again. */
export function TimeBar() {
  const time = useTime();
  const idle = useRun(({ status }) => status.state === 'idle');
  const video = useVideo((state) => state.recording);
  const { mode, playing, fromMs, toMs } = time;
  const empty = toMs <= fromMs;
  useReplay(playing);
  useEffect(() => {
    readRecording();
    const timer = setInterval(readRecording, READ_MS);
    return () => clearInterval(timer);
  }, []);
  if (idle && empty) return null;

  const held = mode === 'held';
  const cursorMs = held ? time.cursorMs : toMs;
  const back = (toMs - cursorMs) / 1_000;
  return (
    <div className={styles.bar} role="group" aria-label="Moment shown" data-held={held}>
      <IconButton
        label={
          playing
            ? 'Pause the replay (P)'
            : held
              ? 'Replay (P)'
              : 'Hold the view; the run goes on (P)'
        }
        icon={playing || !held ? <Pause /> : <Play />}
        onPress={holdOrReplay}
      />
      <IconButton label="A moment back" icon={<SkipBack />} onPress={() => step(-STEP_MS)} />
      <IconButton label="A moment on" icon={<SkipForward />} onPress={() => step(STEP_MS)} />
      <input
        className={styles.track}
        type="range"
        aria-label="Moment of the recording"
        aria-valuetext={held ? `${back.toFixed(1)} seconds ago, step ${time.step}` : 'Live'}
        min={fromMs}
        max={Math.max(toMs, fromMs + 1)}
        step={STEP_MS}
        value={cursorMs}
        disabled={empty}
        style={{ '--share': `${share(cursorMs, fromMs, toMs)}%` } as React.CSSProperties}
        onChange={(event) => showMoment(Number(event.target.value))}
      />
      <output className={styles.moment}>
        {held ? `−${formatClock(back)} · step ${formatCount(time.step)}` : 'live'}
      </output>
      <select
        className={styles.speed}
        aria-label="Speed of the replay"
        value={time.speed}
        onChange={(event) => setReplaySpeed(Number(event.target.value))}
      >
        {REPLAY_SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {speed}×
          </option>
        ))}
      </select>
      <IconButton
        label={video ? 'Stop and save the video' : 'Record a video of the replay (WebM)'}
        icon={video ? <Square /> : <Circle />}
        pressed={video}
        onPress={video ? stopVideo : recordReplay}
      />
      <button
        type="button"
        className={styles.live}
        aria-pressed={!held}
        title="Show what is newest"
        onClick={goLive}
      >
        <Radio /> Live
      </button>
      <span className={styles.memory} title="Frames and events kept for replay, at most 67 MB">
        {formatClock((toMs - fromMs) / 1_000)} kept · {formatBytes(time.bytes)}
      </span>
    </div>
  );
}

function step(byMs: number): void {
  if (holdView()) showMoment(useTime.getState().cursorMs + byMs);
}

/** Moves the replay on with the display. */
function useReplay(playing: boolean): void {
  useEffect(() => {
    if (!playing) return undefined;
    let before = performance.now();
    const frame = (now: number): void => {
      request = requestAnimationFrame(frame);
      advanceReplay(Math.max(0, now - before));
      before = now;
    };
    let request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [playing]);
}

function share(value: number, from: number, to: number): number {
  return to > from ? (100 * (value - from)) / (to - from) : 100;
}
