// Who may import whom: the line of docs/ARCHITECTURE.md as data. scripts/check-layers.mjs runs it.
const layer = (name, path, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name} may import only: ${allowed.join(', ') || 'nothing'}`,
  from: { path: `^${path}` },
  to: { path: '^src/', pathNot: [path, ...allowed].map((p) => `^${p}`) },
});
const host = 'src/main/host';
const shared = 'src/shared';
const r = (folder) => `src/renderer/${folder}`;

module.exports = {
  forbidden: [
    layer('shared', `${shared}/`, []),
    layer('host', `${host}/`, [`${shared}/`]),
    layer('electron', 'src/main/electron/', [`${host}/`, `${shared}/`]),
    layer('server', 'src/main/server/', [`${host}/`, `${shared}/`]),
    layer('cli', 'src/main/cli/', [`${host}/`, `${shared}/`]),
    layer('preload', 'src/preload/', [`${shared}/`]),
    layer('bridge', r('bridge/'), [`${shared}/`]),
    layer('store', r('store/'), [`${shared}/contract/`, `${shared}/frames/`, r('lib/')]),
    layer('scene', r('scene/'), [r('store/'), r('theme/'), r('lib/'), `${shared}/`]),
    layer('commands', r('commands/'), [`${shared}/contract/`, r('store/'), r('lib/')]),
    layer('features', r('features/'), [
      ...['store/', 'commands/', 'ui/', 'theme/', 'lib/'].map(r),
      `${shared}/contract/`,
    ]),
    layer('ui', r('ui/'), [r('theme/'), r('lib/')]),
    layer('theme', r('theme/'), [r('lib/')]),
    layer('lib', r('lib/'), []),
    {
      name: 'features-apart',
      severity: 'error',
      comment: 'panels never import each other',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'connect-only',
      severity: 'error',
      comment: 'app/connect.ts is the only file that names both bridge and store',
      from: {
        path: '^src/renderer/',
        pathNot: ['^src/renderer/bridge/', '^src/renderer/app/connect'],
      },
      to: { path: '^src/renderer/bridge/' },
    },
    {
      name: 'electron-only-in-its-shell',
      severity: 'error',
      comment: "under plain Node, importing 'electron' tries to download it",
      from: { path: '^src/', pathNot: '^src/(main/electron|preload)/' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'three-only-in-scene',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/scene/' },
      to: { path: 'node_modules/(three|@react-three)/' },
    },
    {
      name: 'shared-imports-no-package',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^src/shared/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
