/** What the scene and the panels read: slow state as zustand slices, fast arrays in newest-frames. */
export * from './corpus-slice.ts';
export * from './draft-slice.ts';
export * from './event-ring.ts';
export * from './event-view.ts';
export * from './metrics-columns.ts';
export * from './metrics-slice.ts';
export * from './newest-frames.ts';
export * from './notice-slice.ts';
export * from './run-draft.ts';
export * from './run-slice.ts';
export * from './runs-slice.ts';
export * from './samples-slice.ts';
export * from './selection-slice.ts';
export * from './session-slice.ts';
export * from './sphere-view.ts';
export * from './trace-view.ts';
export * from './view-slice.ts';
