import { type Column, type ColumnTest, type Model, readModels } from '@fairlead/analytics/models';

const INTRODUCTION = `# Analytics

<!-- Made by ./fairlead docs from analytics/models.yml. -->

\`analytics/\` holds plain SQL models over the tables of Fairlead: staging views over leads, positions, educations, deals and their
stages, and a training set for the question whether somebody will accept an invitation. They are views in the schema \`analytics\`:
they hold no data and always show what the tables say.

    ./fairlead analytics build                    # create the views, also while everything runs
    ./fairlead analytics test                     # check every rule about their columns
    ./fairlead analytics export                   # ml_connection_accepted.parquet
    ./fairlead analytics export --format csv --model stg_deals --output deals.csv

An update of the schema removes the views, since they would hold on to the columns they show: build them again. A backup leaves them
out. In a CSV a text that begins with =, +, - or @ gets an apostrophe before it, because profiles are written by strangers and a
spreadsheet would run it; Parquet holds every text as it is.

Exports hold personal data: they are yours to protect, and to delete when somebody asks.

To add a model, write its query to \`analytics/models/<name>.sql\` and describe it in \`analytics/models.yml\`, which also says the tests;
tables and other models are named without a schema.
`;

/** The text of `docs/analytics.md`: what the models are, and a dictionary of every column. */
export async function renderAnalyticsPage(): Promise<string> {
  return [INTRODUCTION, ...(await readModels()).map(renderModel)].join('\n');
}

function renderModel({ name, description, columns }: Model): string {
  const head = ['| column | type | meaning | tests |', '|---|---|---|---|'];
  return `## ${name}\n\n${description}\n\n${[...head, ...columns.map(renderColumn)].join('\n')}\n`;
}

function renderColumn({ name, type, about, tests }: Column): string {
  return `| \`${name}\` | ${type} | ${about} | ${tests.map(describeTest).join(', ')} |`;
}

function describeTest(test: ColumnTest): string {
  if (typeof test === 'string') return test.replace('_', ' ');
  if ('accepted_values' in test) return `one of ${test.accepted_values.join(', ')}`;
  if ('between' in test) return `between ${test.between.join(' and ')}`;
  return `is in ${test.references}`;
}
