import type { Bilingual } from './structure.ts';

/** Characters that street and community names are made of, with their reading. All names are invented. */
const FIRST =
  '海Hai 澜Lan 潮Chao 云Yun 松Song 银Yin 青Qing 望Wang 汇Hui 金Jin 明Ming 和He 长Chang 安An 平Ping 春Chun 晨Chen 归Gui 鹭Lu 珊Shan 碧Bi 远Yuan 临Lin 泊Bo 渔Yu 星Xing 朝Zhao 沧Cang 文Wen 石Shi';
const SECOND =
  '涛tao 湾wan 岸an 浦pu 帆fan 沙sha 屿yu 月yue 霞xia 风feng 泉quan 林lin 桥qiao 宁ning 康kang 港gang 塘tang 华hua 岭ling 阳yang 波bo 兴xing 德de 源yuan';

const split = (text: string): [string, string][] =>
  text.split(' ').map((word) => [word.slice(0, 1), word.slice(1)]);

const STEMS: Bilingual[] = (() => {
  const first = split(FIRST);
  const second = split(SECOND);
  const out: Bilingual[] = [];
  // Walks the table by a stride that is prime to its size, so that neighbours in the list differ in both parts.
  const size = first.length * second.length;
  for (let k = 0; k < size; k++) {
    const i = (k * 277) % size;
    const [a, readA] = first[i % first.length]!;
    const [b, readB] = second[Math.floor(i / first.length)]!;
    out.push({ zh: a + b, en: readA + readB });
  }
  return out;
})();

/** The k-th name stem: 720 differ. */
export const stem = (k: number): Bilingual => STEMS[k % STEMS.length]!;

/** Names of the main roads by their key in the plan. */
export const MAIN_ROADS: Record<string, Bilingual> = {
  ring: { zh: '环岛快速路', en: 'Ring Expressway' },
  bay: { zh: '滨海大道', en: 'Binhai Avenue' },
  'east-west': { zh: '澜湾路', en: 'Lanwan Road' },
  'north-south': { zh: '中山东路', en: 'East Zhongshan Road' },
  'north-west': { zh: '学府路', en: 'Xuefu Road' },
  'park-west': { zh: '公园大道', en: 'Park Avenue' },
  'park-east': { zh: '湖东路', en: 'Hudong Road' },
  'axis-north': { zh: '海澜北街', en: 'North Hailan Street' },
  'axis-south': { zh: '海澜南街', en: 'South Hailan Street' },
  'park-north': { zh: '云帆路', en: 'Yunfan Road' },
  'park-south': { zh: '金沙路', en: 'Jinsha Road' },
  south: { zh: '东港路', en: 'Donggang Road' },
  'north-1': { zh: '人民路', en: 'Renmin Road' },
  'north-2': { zh: '北岭路', en: 'Beiling Road' },
  'north-3': { zh: '松涛路', en: 'Songtao Road' },
  'upper-bridge': { zh: '上桥路', en: 'Shangqiao Road' },
  'old-town-west': { zh: '西大街', en: 'West Main Street' },
  'old-town-north': { zh: '北大街', en: 'North Main Street' },
  'west-1': { zh: '望海路', en: 'Wanghai Road' },
  'west-2': { zh: '体育路', en: 'Tiyu Road' },
  'east-1': { zh: '岭前路', en: 'Lingqian Road' },
  'east-2': { zh: '东山路', en: 'Dongshan Road' },
  corniche: { zh: '澜山环路', en: 'Lanshan Corniche' },
  'north-cape': { zh: '北岬路', en: 'Beijia Road' },
  'west-cape': { zh: '灯塔路', en: 'Dengta Road' },
  'west-shore': { zh: '西滩路', en: 'Xitan Road' },
  'south-cape': { zh: '南岬路', en: 'Nanjia Road' },
  'port-1': { zh: '一号码头路', en: 'First Quay Road' },
  'port-2': { zh: '二号码头路', en: 'Second Quay Road' },
  'east-shore': { zh: '东滩路', en: 'Dongtan Road' },
  'south-east': { zh: '渔村路', en: 'Yucun Road' },
  sunrise: { zh: '日出路', en: 'Richu Road' },
  'north-shore': { zh: '北滩路', en: 'Beitan Road' },
};

/** Bridges over the river, from the mouth upwards. */
export const BRIDGES: Bilingual[] = [
  { zh: '河口大桥', en: 'Hekou Bridge' },
  { zh: '澜江老桥', en: 'Lanjiang Old Bridge' },
  { zh: '澜湾桥', en: 'Lanwan Bridge' },
  { zh: '上桥', en: 'Upper Bridge' },
  { zh: '环岛桥', en: 'Ring Bridge' },
];

export const RIVER_NAME: Bilingual = { zh: '澜江', en: 'Lanjiang River' };

/** Names a street: `main` streets are roads and streets, those of the old town lanes. */
export function streetName(k: number, lane: boolean): Bilingual {
  const { zh, en } = stem(k);
  const end = lane
    ? k % 3 === 0
      ? ['街', 'Street']
      : k % 3 === 1
        ? ['巷', 'Lane']
        : ['里', 'Alley']
    : k % 2 === 0
      ? ['路', 'Road']
      : ['街', 'Street'];
  return { zh: zh + end[0], en: `${en} ${end[1]}` };
}

/** Names a community. */
export function communityName(k: number): Bilingual {
  const { zh, en } = stem(k * 5 + 403);
  return { zh: `${zh}社区`, en: `${en} Community` };
}

export function schoolName(k: number): Bilingual {
  const { zh, en } = stem(k * 3 + 91);
  return k % 3 === 0
    ? { zh: `${zh}中学`, en: `${en} Middle School` }
    : { zh: `${zh}小学`, en: `${en} Primary School` };
}

export function kindergartenName(k: number): Bilingual {
  const { zh, en } = stem(k * 7 + 31);
  return { zh: `${zh}幼儿园`, en: `${en} Kindergarten` };
}

/** Names a tower, hotel or block of offices. */
export function towerName(k: number, building: string): Bilingual {
  const { zh, en } = stem(k * 11 + 57);
  if (building === 'hotel') return { zh: `${zh}酒店`, en: `${en} Hotel` };
  if (building === 'apartments') return { zh: `${zh}公馆`, en: `${en} Residences` };
  const ends: [string, string][] = [
    ['大厦', 'Tower'],
    ['中心', 'Centre'],
    ['广场', 'Plaza'],
  ];
  const [a, b] = ends[k % 3]!;
  return { zh: zh + a, en: `${en} ${b}` };
}
