import { ipcRenderer } from 'electron';
import { relayPort } from './port-relay.ts';

relayPort(window, ipcRenderer);
