import '@mantine/core/styles.css';
import './style.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { noteTouch } from './api';
import { App } from './App';
import { TextsProvider } from './i18n';
import { SessionProvider } from './session';
import { theme, variables } from './theme';

for (const event of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
  addEventListener(event, noteTouch, { capture: true, passive: true });

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <TextsProvider>
      <SessionProvider>
        <App />
      </SessionProvider>
    </TextsProvider>
  </MantineProvider>,
);
