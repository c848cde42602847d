// Hands at a pace that is nobody's fastest: every key and click takes its time, and is counted.
import { pause } from './client.mjs';

/** The longest that registering may take, at a pace that is nobody's fastest. */
export const kMostSeconds = 30;
export const kMsAKey = 150;
/** Finding a place with the mouse, and pressing. */
const kMsAClick = 1200;
/** What a Chinese sign costs by pinyin, in keys. */
const kKeysASign = 3;

/** Hands on keyboard and mouse that are counted. */
export function hands(page) {
  let keys = 0;
  let clicks = 0;
  const strike = async (n) => {
    keys += n;
    await pause(n * kMsAKey);
  };
  return {
    count: () => keys,
    clicks: () => clicks,
    /** To the mouse, to the place, and back. */
    async click(locator) {
      clicks += 1;
      await pause(kMsAClick);
      await locator.click();
    },
    async press(key, times = 1) {
      for (let i = 0; i < times; ++i) {
        await page.keyboard.press(key);
        await strike(key.split('+').length);
      }
    },
    async type(text) {
      for (const sign of text) {
        const wide = sign > '\u2e80';
        await (wide ? page.keyboard.insertText(sign) : page.keyboard.type(sign));
        await strike(wide ? kKeysASign : 1);
      }
    },
  };
}

/** Waits until the focus is in a field. */
export async function focused(page, path) {
  await page.waitForFunction((name) => document.activeElement?.dataset.path === name, path);
}
