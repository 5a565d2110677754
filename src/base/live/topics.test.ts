import { describe, expect, it } from 'vitest';
import { matchesTopic, topicFilterProblem } from './topics.ts';

describe('matchesTopic', () => {
  // MQTT 5.0, 4.7.1.2, 4.7.1.3 and 4.7.2.
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/#', 'sport', true],
    ['#', 'a/b/c', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/broker/load', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/broker/load', true],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
    ['a/b', 'A/b', false],
    ['city/+/light/batch/+/state', 'city/990001/light/batch/sim/state', true],
  ])('of %s and %s is %s', (filter, topic, meets) => {
    expect(matchesTopic(filter, topic)).toBe(meets);
  });
});

describe('topicFilterProblem', () => {
  it('lets + stand alone in a level and # alone at the end', () => {
    for (const good of ['a', '#', '+', 'a/+/b/#', '/a']) expect(topicFilterProblem(good)).toBeNull();
    for (const bad of ['a#', 'a/#/b', 'a/b+', '', `${'a'.repeat(1_025)}`])
      expect(topicFilterProblem(bad)).not.toBeNull();
  });
});
