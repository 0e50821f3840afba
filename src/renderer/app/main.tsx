import './sound-locale.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../theme/theme.css';
import { App } from './App.tsx';
import { connectPage } from './connect.ts';
import { followLattice } from './follow-lattice.ts';
import { followNodes } from './follow-nodes.ts';
import { followTitle } from './follow-title.ts';
import { followSystem } from './follow-system.ts';
import { listenToKeys } from '../commands/key-map.ts';

/** Starts the page: theme, window, keys, host. */
function start(): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');
  followSystem(window);
  followTitle(document);
  followLattice();
  followNodes();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  listenToKeys(window);
  connectPage(window);
}

start();
