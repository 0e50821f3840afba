import { create } from 'zustand';
import { failureMessage } from './host-call.ts';
import { fileStem } from './view-commands.ts';
import { notify } from '../store/notice-slice.ts';
import { saveFile } from '../lib/save-file.ts';
import { showMoment, toggleReplay, useTime } from '../store/time-slice.ts';
import { stagePort } from '../store/stage-port.ts';

/** Formats in order of preference. */
const FORMATS = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];
const FRAMES_PER_SECOND = 30;
const BITS_PER_SECOND = 12_000_000;
/** The last picture stands this long, in milliseconds: the encoder comes after the screen. */
const TAIL_MS = 500;

/** Whether a video is being recorded. */
export const useVideo = create<{ readonly recording: boolean }>(() => ({ recording: false }));

const TOO_SHORT = 'The replay was over before a picture was encoded. Replay it more slowly.';

let finish: (() => void) | undefined;

/** Why no video can be recorded now. */
export function whyNoVideo(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return 'This browser records no video';
  return useTime.getState().toMs > 0 ? undefined : 'Nothing is recorded yet';
}

/** Replays the recording from the moment shown (from its start, when live) and records what the stage draws as WebM. */
export function recordReplay(): void {
  const port = stagePort();
  if (!port || whyNoVideo() || finish) return;
  const canvas = document.createElement('canvas');
  const { width, height } = port.size();
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  const unfollow = port.follow(canvas);
  const format = FORMATS.find((candidate) => MediaRecorder.isTypeSupported(candidate));
  const chunks: Blob[] = [];
  try {
    const recorder = new MediaRecorder(canvas.captureStream(FRAMES_PER_SECOND), {
      ...(format && { mimeType: format }),
      videoBitsPerSecond: BITS_PER_SECOND,
    });
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    recorder.addEventListener('stop', () => {
      const video = new Blob(chunks, { type: 'video/webm' });
      if (video.size > 0) saveFile(`${fileStem()}.webm`, video);
      else notify({ level: 'warning', title: 'No video was recorded', message: TOO_SHORT });
    });
    recorder.start(1_000);
    finish = () => {
      finish = undefined;
      unfollow();
      recorder.stop();
      useVideo.setState({ recording: false });
    };
  } catch (error) {
    unfollow();
    notify({ level: 'error', title: 'No video was recorded', message: failureMessage(error) });
    return;
  }
  useVideo.setState({ recording: true });
  const { mode, fromMs, playing } = useTime.getState();
  if (mode === 'live') showMoment(fromMs);
  if (!playing) toggleReplay();
  const unsubscribe = useTime.subscribe((now) => {
    if (now.playing) return;
    unsubscribe();
    setTimeout(() => finish?.(), TAIL_MS);
  });
}

/** Ends the video under way and saves it. */
export function stopVideo(): void {
  finish?.();
}
