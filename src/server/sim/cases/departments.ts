/** Who is responsible for what: data of the simulation. */

interface Department {
  readonly zh: string;
  readonly en: string;
  /** Has people about every day from morning till night, not only while the offices work. */
  readonly daily?: true;
}

const D = {
  enforcement: { zh: '城市管理执法大队', en: 'City enforcement', daily: true },
  sanitation: { zh: '环境卫生管理所', en: 'Sanitation', daily: true },
  works: { zh: '市政设施管理处', en: 'Municipal works' },
  lighting: { zh: '路灯管理所', en: 'Street lighting' },
  parks: { zh: '园林绿化管理处', en: 'Parks and greenery' },
  traffic: { zh: '交通警察大队', en: 'Traffic police', daily: true },
  police: { zh: '公安分局', en: 'Police', daily: true },
  water: { zh: '供水公司', en: 'Water supply' },
  drainage: { zh: '排水管理处', en: 'Drainage' },
  gas: { zh: '燃气公司', en: 'Gas company' },
  heating: { zh: '热力公司', en: 'District heating' },
  power: { zh: '供电公司', en: 'Power company' },
  telecom: { zh: '通信运营商', en: 'Telecom operators' },
  fire: { zh: '消防救援支队', en: 'Fire brigade' },
  transport: { zh: '交通运输局', en: 'Transport bureau' },
  building: { zh: '住房和城乡建设局', en: 'Housing and construction' },
  rivers: { zh: '河道管理所', en: 'Rivers and waterways' },
  environment: { zh: '生态环境局', en: 'Environment bureau' },
  office: { zh: '街道办事处', en: 'Sub-district office' },
  welfare: { zh: '民政局', en: 'Civil affairs' },
} as const satisfies Readonly<Record<string, Department>>;

/** By class, or by as much of its key as is enough; the longest counts. */
const RESPONSIBLE: Readonly<Record<string, keyof typeof D>> = {
  'cjt214-event:01': 'sanitation',
  'cjt214-event:0101': 'enforcement',
  'cjt214-event:0105': 'rivers',
  'cjt214-event:0106': 'parks',
  'cjt214-event:0107': 'traffic',
  'cjt214-event:0110': 'works',
  'cjt214-event:0111': 'rivers',
  'cjt214-event:0113': 'office',
  'cjt214-event:0114': 'rivers',
  'cjt214-event:0116': 'environment',
  'cjt214-event:0118': 'office',
  'cjt214-event:02': 'enforcement',
  'cjt214-event:03': 'building',
  'cjt214-event:0304': 'works',
  'cjt214-event:0305': 'works',
  'cjt214-event:04': 'works',
  'cjt214-event:0402': 'water',
  'cjt214-event:0403': 'gas',
  'cjt214-event:0404': 'drainage',
  'cjt214-event:0405': 'heating',
  'cjt214-event:0406': 'drainage',
  'cjt214-event:0408': 'telecom',
  'cjt214-event:0409': 'police',
  'cjt214-event:05': 'enforcement',
  'cjt214-event:0502': 'welfare',
  'cjt214-event:0505': 'traffic',
  'cjt214-event:0509': 'transport',
  'cjt214-event:0512': 'police',
  'cjt214:01': 'works',
  'cjt214:0101': 'water',
  'cjt214:0102': 'drainage',
  'cjt214:0103': 'drainage',
  'cjt214:0104': 'drainage',
  'cjt214:0105': 'power',
  'cjt214:0106': 'lighting',
  'cjt214:0107': 'telecom',
  'cjt214:0108': 'telecom',
  'cjt214:0109': 'telecom',
  'cjt214:0110': 'heating',
  'cjt214:0111': 'gas',
  'cjt214:0112': 'police',
  'cjt214:0113': 'fire',
  'cjt214:0115': 'telecom',
  'cjt214:0116': 'power',
  'cjt214:0118': 'lighting',
  'cjt214:0119': 'lighting',
  'cjt214:0120': 'lighting',
  'cjt214:0133': 'power',
  'cjt214:0134': 'power',
  'cjt214:0135': 'gas',
  'cjt214:0136': 'police',
  'cjt214:0138': 'police',
  'cjt214:02': 'traffic',
  'cjt214:0203': 'transport',
  'cjt214:0204': 'transport',
  'cjt214:0205': 'works',
  'cjt214:0206': 'works',
  'cjt214:0207': 'works',
  'cjt214:0208': 'works',
  'cjt214:0213': 'welfare',
  'cjt214:0216': 'works',
  'cjt214:03': 'sanitation',
  'cjt214:0306': 'enforcement',
  'cjt214:0307': 'enforcement',
  'cjt214:0308': 'environment',
  'cjt214:0309': 'environment',
  'cjt214:0310': 'environment',
  'cjt214:0311': 'environment',
  'cjt214:04': 'parks',
  'cjt214:05': 'building',
  'cjt214:06': 'works',
  'cjt214:0603': 'rivers',
  'cjt214:0604': 'rivers',
  'cjt214:0605': 'transport',
  'cjt214:0606': 'rivers',
  'local:2104': 'lighting',
  'lanwan:2101': 'lighting',
  'lanwan:2108': 'lighting',
  'lanwan:2110': 'sanitation',
  'lanwan:2111': 'environment',
  'lanwan:2112': 'traffic',
  'lanwan:2113': 'transport',
};

function responsible(classKey: string): Department {
  for (let length = classKey.length; length > 0; length--) {
    const key = classKey.slice(0, length);
    if (Object.hasOwn(RESPONSIBLE, key)) return D[RESPONSIBLE[key]!];
  }
  return D.works;
}

/** Gives the department that is responsible for a class; municipal works for what nobody else cares for. */
export function departmentOf(classKey: string, language: 'zh' | 'en'): string {
  return responsible(classKey)[language];
}

/** Tells whether those who are responsible for a class are about every day from morning till night. */
export function isDaily(classKey: string): boolean {
  return responsible(classKey).daily === true;
}

/** Gives the department that a case is first given to by mistake. */
export function wrongDepartment(right: string, language: 'zh' | 'en'): string {
  const wrong = D.office[language];
  return wrong === right ? D.works[language] : wrong;
}
