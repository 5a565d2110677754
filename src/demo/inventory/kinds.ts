/** Who owns and who looks after a class of components. */
interface Keepers {
  owner: string;
  department: string;
}

const CITY = '澜湾市城市管理局';
const keepers = (owner: string, department: string, kinds: string): [string, Keepers][] =>
  kinds.split(' ').map((kind) => [kind, { owner, department }]);

const KEEPERS = new Map<string, Keepers>([
  ...keepers('澜湾水务集团', '水务集团管网分公司', '0101 0132 2120'),
  ...keepers('澜湾市水务局', '排水管理处', '0102 0103 0104 0127 0310 2107'),
  ...keepers('澜湾供电公司', '供电公司配电运检中心', '0105 0116 0133 0134'),
  ...keepers(CITY, '路灯管理所', '0106 0118 0119 0120 2101 2108'),
  ...keepers('澜湾通信管道公司', '通信管道公司维护部', '0107 0109 0115 0117 0122 2109'),
  ...keepers('澜湾广电网络公司', '广电网络公司运维部', '0108'),
  ...keepers('澜湾热力公司', '热力公司管网所', '0110'),
  ...keepers('澜湾燃气集团', '燃气集团输配公司', '0111 0129 0135'),
  ...keepers('澜湾市公安局', '公安局科技信息支队', '0112 0136 0138'),
  ...keepers('澜湾市公安局', '交警支队设施大队', '0209 0210 0214 0215 0217 2112 2114'),
  ...keepers('澜湾市消防救援支队', '消防救援支队', '0113'),
  ...keepers('澜湾公交集团', '公交集团站务公司', '0128 0203 0204 2113'),
  ...keepers('澜湾地铁公司', '地铁公司运营分公司', '2106 2122'),
  ...keepers('澜湾邮政分公司', '邮政分公司', '0121 0123'),
  ...keepers('澜湾市园林绿化中心', '园林绿化中心', '0401 0402 0404 0406 0407 0409 0410'),
  ...keepers(CITY, '环卫中心', '0301 0302 0303 0304 0305 2110'),
  ...keepers(CITY, '户外广告管理所', '0306 0307'),
  ...keepers('澜湾市生态环境局', '环境监测站', '0308 0311 2111'),
  ...keepers('澜湾市气象局', '气象局', '0309'),
  ...keepers('澜湾市住房和城乡建设局', '住房保障中心', '0501 0503 0602'),
  ...keepers('澜湾市人防办', '人防工程管理处', '0502'),
  ...keepers('澜湾港务集团', '港务集团设施部', '0605 2116'),
  ...keepers('澜湾市海洋发展局', '滨海设施管理所', '0603 0604 2117'),
  ...keepers('澜湾停车公司', '停车公司', '0201 0202 2103'),
  ...keepers('澜湾市卫生健康委', '急救中心', '2118'),
  ...keepers('澜湾市应急管理局', '应急管理局', '0601'),
]);
const OTHERS: Keepers = { owner: CITY, department: '市政设施养护中心' };

/** Gives the keepers of a class by its four digits. */
export const keepersOf = (kind: string): Keepers => KEEPERS.get(kind) ?? OTHERS;
