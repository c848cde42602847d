// The two sides of an answer.
import { SimpleGrid, Text } from '@mantine/core';
import { Fields } from '../../forms/Fields';
import { type Field, type Values } from '../../forms/model';
import { useTexts } from '../../i18n';

export const kAnswer = 'answer_as_department';

/** Fields that citizens may hear; all others are for staff. */
const kExternal = new Set(['wording', 'reusable']);

/** The two sides of an answer, apart: what staff read, and what may be said (R22). */
export function AnswerFields({
  fields,
  values,
  onChange,
  errors,
}: {
  fields: Field[];
  values: Values;
  onChange: (values: Values) => void;
  errors: Parameters<typeof Fields>[0]['errors'];
}) {
  const { t } = useTexts();
  const part = (external: boolean) =>
    fields.filter((field) => kExternal.has(field.name) === external);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <div role="group" aria-label={t('internalPart')}>
        <Text size="sm" fw={600} mb={6}>
          {t('internalPart')}
        </Text>
        <Fields fields={part(false)} values={values} onChange={onChange} errors={errors} />
      </div>
      <div role="group" aria-label={t('externalPart')}>
        <Text size="sm" fw={600} mb={6}>
          {t('externalPart')}
        </Text>
        <Fields fields={part(true)} values={values} onChange={onChange} errors={errors} />
      </div>
    </SimpleGrid>
  );
}
