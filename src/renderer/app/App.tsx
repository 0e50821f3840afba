import { useEffect, useRef } from 'react';
import { Tooltip } from 'radix-ui';
import { BlockPanel } from '../features/blocks/BlockPanel.tsx';
import { CameraPanel } from '../features/view/CameraPanel.tsx';
import { ExportPanel } from '../features/view/ExportPanel.tsx';
import { FilterPanel } from '../features/filters/FilterPanel.tsx';
import { Outline } from '../features/outline/Outline.tsx';
import { SelectField } from '../features/select/SelectField.tsx';
import { StageTools } from '../features/view/StageTools.tsx';
import { TimeBar } from '../features/time/TimeBar.tsx';
import { ExportDialog } from '../features/changes/ExportDialog.tsx';
import { BranchDialog } from '../features/changes/BranchDialog.tsx';
import { ExtendDialog } from '../features/changes/ExtendDialog.tsx';
import { ImportDialog } from '../features/changes/ImportDialog.tsx';
import { RateDialog } from '../features/changes/RateDialog.tsx';
import { useTools } from '../store/tool-slice.ts';
import { CheckpointsPanel } from '../features/checkpoints/CheckpointsPanel.tsx';
import { ConfirmDialog } from '../features/confirm/ConfirmDialog.tsx';
import { ConnectionScreen } from '../features/connection/ConnectionScreen.tsx';
import { DropTarget } from '../features/stage/DropTarget.tsx';
import { Inspector } from '../features/inspector/Inspector.tsx';
import { KeysDialog } from '../features/keys/KeysDialog.tsx';
import { LayerChips } from '../features/stage/LayerChips.tsx';
import { LookPanel } from '../features/look/LookPanel.tsx';
import { LossChart } from '../features/charts/LossChart.tsx';
import { Notices } from '../features/notices/Notices.tsx';
import { Palette } from '../features/palette/Palette.tsx';
import { Rail } from '../features/rail/Rail.tsx';
import { RunsDialog } from '../features/runs/RunsDialog.tsx';
import { SamplePanel } from '../features/samples/SamplePanel.tsx';
import { SceneStage } from '../scene/SceneStage.tsx';
import { SetupPanel } from '../features/setup/SetupPanel.tsx';
import { SmallChart } from '../features/charts/SmallChart.tsx';
import { StageInvitation } from '../features/stage/StageInvitation.tsx';
import { StatusBar } from '../features/status-bar/StatusBar.tsx';
import { TopBar } from '../features/top-bar/TopBar.tsx';
import { WorkersTimeline } from '../features/workers/WorkersTimeline.tsx';
import { Workspace } from './Workspace.tsx';
import { useDialog } from '../store/dialog-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useSelection } from '../store/selection-slice.ts';
import { useView } from '../store/view-slice.ts';
import styles from './App.module.css';

/** The window: one line a panel. */
export function App() {
  const outlineOpen = useTools((tools) => tools.outlineOpen);
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <Workspace
        top={<TopBar />}
        rail={<Rail />}
        stage={
          <div className={styles.stageColumn}>
            <div className={styles.stageRow}>
              {outlineOpen && <Outline />}
              <div className={styles.stage}>
                <SceneStage />
                <div className={styles.stageBar}>
                  <LayerChips />
                  <SelectField />
                  <StageTools>
                    <LookPanel />
                    <FilterPanel />
                    <CameraPanel />
                    <ExportPanel />
                  </StageTools>
                </div>
                <StageInvitation />
                <Notices />
                <ConnectionScreen />
              </div>
            </div>
            <TimeBar />
          </div>
        }
        side={<Side />}
        bottom={<Bottom />}
        status={<StatusBar />}
      />
      <Dialogs />
      <DropTarget />
    </Tooltip.Provider>
  );
}

/** The form before a run; what is selected, said and saved during and after one. */
function Side() {
  const idle = useRun(({ status }) => status.state === 'idle');
  const active = useRun(({ status }) =>
    ['initializing', 'running', 'paused', 'checkpointing', 'restoring'].includes(status.state),
  );
  const setupOpen = useView((view) => view.setupOpen);
  const selected = useSelection((selection) => selection.selected);
  const column = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) column.current?.scrollTo({ top: 0 }); // what was selected is told at the top
  }, [selected]);
  if (idle || (setupOpen && !active)) return <SetupPanel />;
  return (
    <>
      <div ref={column} className={styles.sideScroll}>
        <Inspector />
        <SamplePanel />
        <BlockPanel />
      </div>
      <CheckpointsPanel />
    </>
  );
}

function Bottom() {
  return (
    <>
      <LossChart />
      <div className={styles.smallCharts}>
        <SmallChart title="Learning rate" column="learningRate" colour="blue" />
        <SmallChart title="Gradient norm" column="gradientNorm" colour="muted" />
      </div>
      <WorkersTimeline />
    </>
  );
}

function Dialogs() {
  const open = useDialog((dialog) => dialog.open);
  return (
    <>
      {open === 'palette' && <Palette />}
      {open === 'keys' && <KeysDialog />}
      {open === 'runs' && <RunsDialog />}
      {open === 'export' && <ExportDialog />}
      {open === 'extend' && <ExtendDialog />}
      {open === 'branch' && <BranchDialog />}
      {open === 'rate' && <RateDialog />}
      {open === 'import' && <ImportDialog />}
      <ConfirmDialog />
    </>
  );
}
