import { describe, expect, it } from 'vitest';
import { type ParsedScene, parseScene } from './scene-document.ts';

const read = (feed: object): ParsedScene => parseScene({ spar: 1, feeds: [feed] }, 'scenes/live.json');
const topics = [{ topic: 'city/{division}/light/batch/+/state', format: 'cbor' }];
const mqtt = { name: 'city', kind: 'mqtt', url: '/mqtt', topics };

describe('a feed of a scene', () => {
  it.each([
    mqtt,
    {
      ...mqtt,
      url: 'wss://broker.example:8084/mqtt',
      snapshot: '/api/live/{city}/snapshot',
      interval: 60,
      commands: true,
    },
    {
      ...mqtt,
      topics: [
        {
          topic: 'lamps/+',
          theme: 'components',
          key: 'code',
          id: 'lamp.code',
          time: 'at',
          columns: {
            dim: { path: 'level', scale: 100 },
            on: { path: 'power', values: { ON: 1, OFF: 0 } },
            power: 'w',
          },
        },
        { topic: 'cases/#', kind: 'case' },
      ],
    },
    {
      name: 'bins',
      kind: 'geojson',
      url: 'https://data.example/bins.geojson',
      every: 60,
      columns: { fill: 'level' },
    },
    { name: 'night', kind: 'record', url: 'night.ndjson', topics },
  ])('%#: is taken as it is', (feed) => {
    expect(read(feed)).toMatchObject({ problems: [], scene: { feeds: [feed] } });
  });

  it.each([
    [
      { ...mqtt, url: 'mqtt://broker:1883' },
      'feeds[0].url: expected an address of ws or wss, or a relative one, without a name and password, got "mqtt://broker:1883"',
    ],
    [
      { ...mqtt, url: 'wss://me:secret@broker/mqtt' },
      'feeds[0].url: expected an address of ws or wss, or a relative one, without a name and password, got "wss://…@broker/mqtt"',
    ],
    [{ ...mqtt, url: 'https://broker/mqtt' }, 'got "https://broker/mqtt"'],
    [{ ...mqtt, url: undefined }, 'feeds[0].url: expected'],
    [{ ...mqtt, topics: [] }, 'feeds[0].topics: expected a topic or more, got []'],
    [
      { ...mqtt, topics: [{ topic: 'a/#/b' }] },
      'feeds[0].topics[0].topic: expected a topic with + alone in a level and # alone at the end, got "a/#/b"',
    ],
    [
      { ...mqtt, topics: [{ topic: 'a', columns: { speed: 'v' } }] },
      'feeds[0].topics[0]: expected columns of its own theme',
    ],
    [
      { ...mqtt, topics: [{ topic: 'a', columns: { colour: 'v' } }] },
      'feeds[0].topics[0].columns.colour: expected no such key, got "v"',
    ],
    [
      { ...mqtt, topics: [{ topic: 'a', columns: { on: 'a..b' } }] },
      'feeds[0].topics[0].columns.on: expected a path',
    ],
    [
      { ...mqtt, topics: [{ topic: 'a', format: 'xml' }] },
      'feeds[0].topics[0].format: expected one of "json", "cbor", got "xml"',
    ],
    [{ ...mqtt, user: 'me' }, 'feeds[0].user: expected no such key, got "me"'],
    [{ ...mqtt, interval: 0 }, 'feeds[0].interval: expected seconds from 0.1 to 31536000, got 0'],
    [
      { name: 'bins', kind: 'geojson', url: 'javascript:alert(1)' },
      'feeds[0].url: expected an address, relative or of http or https',
    ],
    [
      { name: 'bins', kind: 'geojson', url: 'a.json', columns: { speed: 'v' } },
      'feeds[0]: expected columns of its own theme',
    ],
  ])('%#: is left out, and the message says where and why', (feed, message) => {
    const { scene, problems } = read(feed);
    expect(scene.feeds).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });
});
