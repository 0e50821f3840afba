import { beginMetrics, takeMetrics, useMetrics } from '../store/metrics-slice.ts';
import { beginSamples, takePart, takeSample } from '../store/samples-slice.ts';
import { forgetCorpus, setCorpus, useCorpus } from '../store/corpus-slice.ts';
import { setConnection, setRetry, setSessionInfo, useSession } from '../store/session-slice.ts';
import type { LogEntry, Payload, TopicName } from '../../shared/contract/topics.ts';
import type { RunStatus } from '../../shared/contract/run.ts';
import { callHost, failureMessage, provideHostCall } from '../commands/host-call.ts';
import { giveCommand } from '../commands/command-table.ts';
import { isActive } from '../commands/run-availability.ts';
import { loadHistory, refreshRuns } from '../commands/run-commands.ts';
import { dismissSaid, notify } from '../store/notice-slice.ts';
import { openCarrier } from '../bridge/open-carrier.ts';
import { openHostLink } from '../bridge/host-link.ts';
import type { HostLink } from '../bridge/host-link.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { whileVisible } from './follow-frames.ts';
import type { Visible } from './follow-frames.ts';
import { forgetRun } from '../store/forget-run.ts';
import { nameOfRun, reopenCorpus } from '../commands/corpus-commands.ts';
import { setDraftValues, suggestDraftName } from '../store/draft-slice.ts';
import { setRunStatus, useRun } from '../store/run-slice.ts';
import { takeFrame } from '../store/newest-frames.ts';
import { takeWork } from '../store/work-slice.ts';

/** All but the loop's events, which are told only to who listens: the window draws metrics and frames instead. */
type TakenTopic = Exclude<TopicName, 'run.loop'>;

/** Which slice takes each topic: one line a topic, and a topic without a line does not compile. */
const TAKE: { readonly [K in TakenTopic]: (payload: Payload<K>) => void } = {
  'run.status': takeStatus,
  'run.metrics': takeMetrics,
  'run.sample': takeSample,
  'sample.written': takePart,
  'work.progress': takeWork,
  log: takeLog,
  'shell.intent': giveCommand,
  'frame.spheres': (frame) => void takeFrame('spheres', frame),
  'frame.events': (frame) => void takeFrame('events', frame),
  'frame.trace': (frame) => void takeFrame('trace', frame),
  'frame.tokens': (frame) => void takeFrame('tokens', frame),
  'frame.messages': (frame) => void takeFrame('messages', frame),
};

/** Frames that come again and again; the vocabulary comes once a run. */
const MOVING: ReadonlySet<TopicName> = new Set([
  'frame.spheres',
  'frame.events',
  'frame.trace',
  'frame.messages',
]);

/** Joins bridge, store and commands: from here on the page follows the host at the other end of `open`'s transports, frames only while `page` can be seen. */
export function connect(open: () => Promise<Transport>, page?: Visible): HostLink {
  const link = openHostLink(
    { open, onProblem: (error) => console.error(error) },
    {
      onOpen: () => void greet(),
      onLost: (reason, attempt, retryAtMs) =>
        setConnection({ kind: 'disconnected', reason, attempt, retryAtMs }),
      onMismatch: (reason) => setConnection({ kind: 'mismatch', reason }),
    },
  );
  provideHostCall((command, params) => link.client.call(command, ...([params] as never)));
  setRetry(() => link.retryNow());
  for (const topic of Object.keys(TAKE) as TakenTopic[]) {
    const subscribe = () =>
      link.client.subscribe(topic, TAKE[topic] as (payload: Payload<typeof topic>) => void);
    if (page && MOVING.has(topic)) whileVisible(page, subscribe);
    else subscribe();
  }
  return link;
}

/** After each connection: who is there, what it holds, and a corpus to train on. */
async function greet(): Promise<void> {
  try {
    const info = await callHost('session.info', null);
    const first = useSession.getState().info === undefined;
    setSessionInfo(info);
    setConnection({ kind: 'connected' });
    if (first) setDraftValues({ threads: String(info.engine.processors) });
    void refreshRuns();
    if (info.activeRunId === undefined) {
      forgetCorpus();
      await reopenCorpus();
    } else {
      await loadHistory(info.activeRunId);
    }
  } catch (error) {
    notify({ level: 'error', title: 'The host did not answer', message: failureMessage(error) });
  }
}

/** Warnings and errors are shown once: not again when the run's status says the same. */
function takeLog({ level, message }: LogEntry): void {
  const { failure, warning } = useRun.getState().status;
  const said = [failure, warning].some((words) => words !== undefined && message.includes(words));
  if (level !== 'info' && !said) notify({ level, title: 'From the host', message });
}

function takeStatus(status: RunStatus): void {
  const before = useRun.getState().status;
  setRunStatus(status);
  const ended = isActive(before.state) && !isActive(status.state);
  if (ended) void refreshRuns();
  for (const words of [status.failure, status.warning]) if (words) dismissSaid(words);
  if (status.corpus && !useCorpus.getState().corpus) {
    const known = status.corpus.source === 'sample' ? { kind: 'sample' as const } : undefined;
    setCorpus(status.corpus, known);
    suggestDraftName(nameOfRun(status.corpus.name));
  }
  if (status.runId === useMetrics.getState().runId) return;
  beginMetrics(status.runId);
  beginSamples(status.runId);
  if (status.runId === undefined) {
    forgetRun();
    return;
  }
  if (status.step > 0) void loadHistory(status.runId);
}

/** Joins the page to the host that it was served by. */
export function connectPage(page: Window): HostLink {
  return connect(() => openCarrier(page), page.document);
}
