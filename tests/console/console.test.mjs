// The console in a browser, as people use it. Run by test_console.py.
import { after, before } from 'node:test';
import { launch, quit } from './browser.mjs';

before(launch);
after(quit);

await import('./scenarios/window.mjs');
await import('./scenarios/case.mjs');
await import('./scenarios/together.mjs');
await import('./scenarios/citizen.mjs');
await import('./scenarios/clear.mjs');
await import('./scenarios/escaping.mjs');
await import('./scenarios/generic.mjs');
await import('./scenarios/overdue.mjs');
await import('./scenarios/connection.mjs');
await import('./scenarios/pages.mjs');
