/** Title ladders, junior first. A career climbs one ladder. */
export interface Track {
  weight: number;
  titles: readonly string[];
}

export interface IndustryStock {
  id: number;
  name: string;
  /** Share of the population, in percent. */
  weight: number;
  /** Endings of company names. */
  companies: readonly string[];
  tracks: readonly Track[];
  /** What people of the field mention in headlines and descriptions. */
  topics: readonly string[];
}

function track(weight: number, titles: string): Track {
  return { weight, titles: titles.split('|') };
}

const OPERATIONS = track(
  3,
  'Operations Coordinator|Operations Specialist|Operations Manager|Head of Operations',
);
const SALES = track(3, 'Sales Representative|Account Executive|Key Account Manager|Sales Director');
const PEOPLE = track(2, 'HR Assistant|Recruiter|HR Business Partner|HR Manager|Chief People Officer');
const FINANCE = track(2, 'Junior Controller|Financial Analyst|Finance Manager|Chief Financial Officer');
const MARKETING = track(2, 'Marketing Assistant|Content Specialist|Marketing Manager|Head of Marketing');
const COMMON: readonly Track[] = [OPERATIONS, SALES, PEOPLE, FINANCE, MARKETING];

function industry(
  id: number,
  name: string,
  weight: number,
  companies: string,
  topics: string,
  own: readonly Track[],
): IndustryStock {
  return {
    id,
    name,
    weight,
    companies: companies.split('|'),
    topics: topics.split('|'),
    tracks: [...own, ...COMMON],
  };
}

const RENEWABLES: IndustryStock = {
  id: 3240,
  name: 'Renewable Energy',
  weight: 12,
  companies: [
    'Renewables',
    'Wind',
    'Solar',
    'Wind Farms',
    'Green Power',
    'Clean Energy',
    'Solar Parks',
    'Offshore',
  ],
  topics: [
    'onshore wind',
    'offshore wind',
    'utility-scale solar',
    'wind farm performance',
    'solar parks',
    'battery storage',
    'turbine availability',
    'repowering',
  ],
  tracks: [
    track(8, 'Site Technician|Operations Coordinator|Site Manager|Operations Manager|Head of Operations'),
    track(
      7,
      'Wind Turbine Technician|Maintenance Planner|Maintenance Supervisor|Maintenance Manager|Head of Operations and Maintenance',
    ),
    track(
      6,
      'Asset Analyst|Asset Performance Engineer|Asset Manager|Senior Asset Manager|Head of Asset Management',
    ),
    track(4, 'Wind Turbine Technician|Lead Technician|Service Technician'),
    track(3, 'Grid Engineer|Project Engineer|Project Manager|Development Director'),
    track(2, 'SCADA Engineer|Performance Analyst|Data Analyst'),
    track(2, 'Sales Representative|Business Development Manager|Head of Sales'),
    track(2, 'HR Assistant|Recruiter|HR Manager'),
    track(1, 'Policy Advisor|Permitting Specialist|Head of Public Affairs'),
  ],
};

export const INDUSTRIES: readonly IndustryStock[] = [
  RENEWABLES,
  industry(
    4,
    'Software Development',
    11,
    'Software|Labs|Cloud|Systems|Data',
    'developer tools|cloud migration|product analytics|accessibility',
    [
      track(
        6,
        'Junior Developer|Software Engineer|Senior Software Engineer|Engineering Manager|Head of Engineering',
      ),
      track(3, 'Product Analyst|Product Owner|Product Manager|VP Product'),
    ],
  ),
  industry(
    14,
    'Hospitals and Health Care',
    8,
    'Clinics|Health|Care Group|Hospital',
    'patient flow|nursing quality|clinical audits',
    [
      track(5, 'Staff Nurse|Ward Nurse|Ward Manager|Director of Nursing'),
      track(3, 'Resident Physician|Physician|Consultant Physician|Medical Director'),
    ],
  ),
  industry(
    43,
    'Financial Services',
    8,
    'Capital|Bank|Finance|Trust',
    'retail lending|credit risk|pension funds',
    [
      track(4, 'Credit Analyst|Relationship Manager|Branch Manager|Director of Lending'),
      track(2, 'Portfolio Analyst|Asset Manager|Senior Portfolio Manager'),
    ],
  ),
  industry(
    48,
    'Construction',
    7,
    'Construction|Build|Civil Works',
    'bridge works|site safety|timber building',
    [
      track(5, 'Site Engineer|Site Supervisor|Construction Manager|Project Director'),
      track(2, 'Estimator|Quantity Surveyor|Commercial Manager'),
    ],
  ),
  industry(
    116,
    'Transportation and Logistics',
    7,
    'Logistics|Freight|Shipping',
    'last-mile delivery|cold chain|port handling',
    [track(4, 'Dispatcher|Warehouse Supervisor|Fleet Manager|Logistics Director')],
  ),
  industry(
    53,
    'Motor Vehicle Manufacturing',
    6,
    'Motors|Components|Automotive',
    'powertrain assembly|lean production|paint shops',
    [
      track(4, 'Production Operator|Shift Supervisor|Production Manager|Plant Manager'),
      track(3, 'Maintenance Technician|Maintenance Engineer|Maintenance Manager'),
    ],
  ),
  industry(
    34,
    'Food and Beverage Manufacturing',
    6,
    'Foods|Dairy|Beverages|Mills',
    'food safety|bottling lines|organic sourcing',
    [
      track(3, 'Quality Technician|Quality Manager|Director of Quality'),
      track(2, 'Maintenance Technician|Maintenance Planner|Maintenance Manager'),
    ],
  ),
  industry(
    27,
    'Retail',
    6,
    'Stores|Retail|Markets',
    'store experience|category planning|loyalty programmes',
    [track(4, 'Sales Assistant|Department Supervisor|Store Manager|Regional Manager')],
  ),
  industry(
    69,
    'Education',
    5,
    'Academy|School|Institute',
    'teacher training|curriculum design|school leadership',
    [track(5, 'Teaching Assistant|Teacher|Head of Department|Head Teacher')],
  ),
  industry(
    8,
    'Telecommunications',
    5,
    'Telecom|Networks|Mobile',
    'fibre rollout|mobile core|spectrum planning',
    [track(4, 'Field Technician|Network Engineer|Network Operations Manager|Chief Technology Officer')],
  ),
  industry(
    44,
    'Real Estate',
    4,
    'Properties|Estates|Living',
    'office leasing|facility services|urban renewal',
    [track(3, 'Leasing Agent|Property Manager|Asset Manager|Head of Real Estate')],
  ),
  industry(
    10,
    'Legal Services',
    4,
    'Legal|Law Partners|Chambers',
    'contract law|arbitration|employment law',
    [track(4, 'Paralegal|Associate|Senior Associate|Partner')],
  ),
  industry(
    57,
    'Oil and Gas',
    4,
    'Petroleum|Gas|Energy Services',
    'refinery turnarounds|pipeline integrity|energy trading',
    [track(3, 'Process Operator|Process Engineer|Maintenance Manager|Refinery Manager')],
  ),
  industry(
    31,
    'Hospitality',
    4,
    'Hotels|Resorts|Hospitality',
    'guest experience|revenue management|event catering',
    [track(4, 'Receptionist|Front Office Manager|Hotel Manager|General Manager')],
  ),
  industry(
    80,
    'Advertising Services',
    3,
    'Media|Studio|Agency',
    'brand strategy|paid search|creative direction',
    [track(4, 'Junior Designer|Art Director|Creative Director')],
  ),
];
