/** Name stock per country. Every combination is invented; a match with a living person is chance. */
export interface CountryStock {
  code: string;
  name: string;
  weight: number;
  cities: readonly string[];
  first: readonly string[];
  last: readonly string[];
}

function stock(
  code: string,
  name: string,
  weight: number,
  cities: string,
  first: string,
  last: string,
): CountryStock {
  return { code, name, weight, cities: cities.split('|'), first: first.split(' '), last: last.split(' ') };
}

export const COUNTRIES: readonly CountryStock[] = [
  stock('de', 'Germany', 9, 'Hamburg|Bremen|Leipzig|Kiel|Kassel', 'Anneke Jörn Silke Torben Friederike Malte Wiebke Henning Katja Lorenz Imke Rasmus', 'Brinkhoff Ahlers Trautwein Kessling Mohrdiek Steinhauer Wendland Grothe Lüdeking Osterkamp Faßbinder Hellwege'),
  stock('es', 'Spain', 7, 'Zaragoza|Sevilla|Valladolid|Bilbao|Murcia', 'Nuria Gonzalo Itziar Álvaro Leire Jacobo Rocío Unai Marisol Eneko Begoña Ximena', 'Arrieta Belmonte Cantalapiedra Olmedo Zubiaurre Peñalver Quintanar Sarmiento Valdés Urrutia Montalbán Escobedo'),
  stock('pt', 'Portugal', 5, 'Porto|Évora|Braga|Viseu|Setúbal', 'Inês Duarte Leonor Tomás Matilde Vasco Filipa Gonçalo Mafalda Rui Beatriz Nuno', 'Caldeira Figueira Quintela Travassos Brandão Serrão Pimentel Vilarinho Salgueiro Mourão Falcão Bandeira'),
  stock('dk', 'Denmark', 4, 'Esbjerg|Aarhus|Odense|Kolding', 'Signe Mikkel Astrid Jeppe Freja Anders Maja Rune Karoline Søren Ditte Emil', 'Thorsager Bjerregaard Vestergård Lynge Nørholm Skovbo Damkjær Ravn Kirkeby Højland Bruun Ellegaard'),
  stock('gb', 'United Kingdom', 7, 'Aberdeen|Hull|Bristol|Leeds|Cardiff', 'Imogen Callum Rhiannon Alistair Bethan Fergus Harriet Gareth Isla Rupert Tamsin Ewan', 'Pemberton Hallworth Strathmore Penrose Kirkbride Ashdown Marchbank Tregenna Lockhart Fairweather Oakeshott Rowntree'),
  stock('fr', 'France', 6, 'Nantes|Montpellier|Lille|Toulouse|Rennes', 'Maëlle Corentin Solène Bastien Élodie Gaspard Clémence Yannick Apolline Tanguy Margaux Loïc', 'Delacroisette Beaumanoir Kerleau Fontanel Marchandeau Rousselin Vauquelin Thibaudet Cormerais Lagarde Pellerin Auvray'),
  stock('it', 'Italy', 6, 'Bari|Bologna|Palermo|Torino|Ancona', 'Ginevra Tommaso Ludovica Ettore Costanza Raffaele Benedetta Saverio Fiamma Corrado Arianna Duilio', 'Bellandini Casaroli Morichelli Santoriello Valpreda Tornabene Quaranta Fiorelli Lombardini Scarpello Vicentini Galdieri'),
  stock('nl', 'Netherlands', 4, 'Groningen|Eindhoven|Rotterdam|Zwolle', 'Femke Joris Marijke Sander Lotte Wouter Anouk Bram Hilde Thijs Roos Maarten', 'Veldkamp Hoogstraat Dijkhuizen Oosterveen Brandsma Terpstra Wijngaard Kuipersma Zandstra Nieuwveld Schoonderbeek Lammers'),
  stock('se', 'Sweden', 4, 'Malmö|Umeå|Göteborg|Örebro', 'Linnea Viktor Ebba Anton Tuva Henrik Saga Oskar Maja Gustav Alva Nils', 'Bergqvist Sandelin Lindholmer Åkerblad Norrström Hedvall Strömgren Ekelöf Wallander Fjällström Granath Sjödin'),
  stock('pl', 'Poland', 4, 'Gdańsk|Poznań|Wrocław|Łódź', 'Agnieszka Bartosz Kinga Mateusz Zuzanna Rafał Jagoda Wojciech Iwona Krystian Halina Tadeusz', 'Borkowicz Jaworek Malinczak Ostrowicz Zielonka Kaczorek Grabiński Wrzosek Lisiecki Sokolnik Dębicki Pawlikowicz'),
  stock('ie', 'Ireland', 2, 'Cork|Galway|Limerick', 'Aoife Cormac Niamh Oisín Saoirse Declan Gráinne Fintan', 'Kilbride Mulvaney Tierney Rafferty Hanratty Coughlan Devane Lanigan'),
  stock('at', 'Austria', 2, 'Graz|Linz|Innsbruck', 'Magdalena Lukas Theresa Florian Johanna Matthias Valerie Severin', 'Hinterleitner Moosbacher Auinger Reisinger Pichlmaier Obermoser Steindl Wallnöfer'),
  stock('ro', 'Romania', 2, 'Constanța|Cluj-Napoca|Iași', 'Ioana Răzvan Mihaela Cosmin Ruxandra Dragoș Simona Bogdan', 'Negrescu Vultureanu Dobrescu Apostolache Munteanca Ciobotaru Sălceanu Lăzărescu'),
  stock('gr', 'Greece', 2, 'Thessaloniki|Patras|Larissa', 'Eleftheria Stavros Danae Panagiotis Kalliope Nikiforos Myrto Leandros', 'Karydakis Vlachopoulos Mavridou Anagnostakis Zervas Kontogianni Papastergiou Drakos'),
  stock('fi', 'Finland', 2, 'Oulu|Tampere|Vaasa', 'Aino Juhani Helmi Antero Venla Eero Kaisa Tapio', 'Rautavuori Lehtimaa Koivukangas Salmela Järvikoski Hietaniemi Vainionpää Tuomela'),
  stock('no', 'Norway', 2, 'Stavanger|Bergen|Trondheim', 'Ingrid Sverre Solveig Eirik Ragnhild Torstein Marte Håkon', 'Fjeldheim Straumsnes Lunderud Vikanes Haugsbø Nordgård Skarstein Bremnes'),
  stock('us', 'United States', 10, 'Austin, Texas|Denver, Colorado|Des Moines, Iowa|Columbus, Ohio|Sacramento, California', 'Savannah Tyrell Brooke Marcus Delaney Hector Kendra Wyatt Paige Terrence Marisol Grant', 'Hollingsworth Castellane Whitlock Barrowman Sandoval Kingsbury Thornquist Delacroix Pruitt Okafor-Reed Lindqvist Vandermeer'),
  stock('ca', 'Canada', 3, 'Calgary, Alberta|Halifax, Nova Scotia|Sherbrooke, Québec', 'Noémie Graeme Kirsten Étienne Sloane Dalton Maude Trevor', 'Beauregard McAllister Thibodeau Wainwright Sinclair-Roy Gauthreau Fairbanks Pelletrin'),
  stock('br', 'Brazil', 4, 'Natal|Fortaleza|Recife|Curitiba', 'Thaís Caio Larissa Murilo Yasmin Otávio Bruna Heitor', 'Albuquerca Nogueiral Tavarino Pessanha Vilaverde Cardosino Mesquitela Goulartim'),
  stock('mx', 'Mexico', 2, 'Monterrey|Oaxaca|Mérida', 'Jimena Rodrigo Ximena Emiliano Citlali Arturo Paloma Joaquín', 'Villaseñor Cárdenas-Ruiz Montemayor Zepeda Arizmendi Covarrubias Olvera Santillán'),
  stock('in', 'India', 6, 'Chennai|Ahmedabad|Pune|Hyderabad', 'Ananya Rohit Kavitha Suresh Meenal Arvind Priyanka Vikram Lakshmi Nikhil', 'Raghunathan Deshpande Kulkarni Venkataraman Chaudhari Subramaniam Bhattarai Iyengar Waghmare Mukhopadhyay'),
  stock('jp', 'Japan', 2, 'Sapporo|Nagoya|Fukuoka', 'Haruka Kenji Ayumi Takumi Mizuki Daichi', 'Morishige Kawabata Tsukuda Hoshikawa Nishizawa Fujimori'),
  stock('au', 'Australia', 3, 'Perth|Adelaide|Brisbane', 'Tahlia Lachlan Bronte Angus Kirra Declan', 'Wollaston Hargreave Billington Carmody Treloar Macquade'),
  stock('za', 'South Africa', 3, 'Cape Town|Durban|Gqeberha', 'Thandeka Pieter Nomvula Sipho Liesl Kagiso', 'Mabuza-Nel Oosthuizen Dlaminika Van-Rooyen Khumalane Steyntjies'),
  stock('ke', 'Kenya', 2, 'Nairobi|Mombasa|Kisumu', 'Wanjiru Kamau Achieng Otieno Njeri Baraka', 'Mwangaza Odhiambora Kiprotich Wambugu Nyaguthii Chebet'),
  stock('tr', 'Türkiye', 3, 'İzmir|Ankara|Bursa', 'Elif Emre Zeynep Kerem Defne Onur', 'Karahanlı Yıldızer Demirtaşlı Aksoylu Çetinkol Özgüner'),
  stock('ae', 'United Arab Emirates', 2, 'Dubai|Abu Dhabi|Sharjah', 'Mariam Khalid Noura Saif Hessa Rashid', 'Al-Marzouf Haddadin Qassemi Barakatt Al-Suwaidan Mansouri'),
];
