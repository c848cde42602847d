// Says at all times what the screen is true at, and whether it goes on by itself.
import { useNow } from '../hooks';
import { useTexts } from '../i18n';
import { useTruth } from '../truth';
import { Tag } from './basics';
import { momentText } from './time';

export function StatusBar() {
  const { t, lang } = useTexts();
  const { source, link, retryAt } = useTruth();
  const now = useNow(1000);
  const text = source
    ? t(source.lookBack ? 'truthBack' : 'truthAt', {
        position: source.position.toLocaleString('en'),
        at: momentText(source.at, lang, true),
      })
    : t('truthNone');
  const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
  return (
    <div className="status-bar" role="group" aria-label={t('statusBar')}>
      <span>{text}</span>
      <span role="status">
        {link === 'live' && <Tag tone="good">● {t('linkLive')}</Tag>}
        {link === 'polled' && <Tag>{t('linkPolled')}</Tag>}
        {link === 'connecting' && <Tag>{t('linkConnecting')}</Tag>}
        {link === 'stopped' && <Tag tone="bad">{t('linkStopped')}</Tag>}
        {link === 'lost' && <Tag tone="bad">{t('linkLost', { n: seconds })}</Tag>}
      </span>
    </div>
  );
}
