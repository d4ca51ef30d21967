"""Words that tell the name of a body from other capitalised words in an English press text."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(each.replace("_", " ") for each in text.split())


LEGAL_FORMS = _words(
    "Co Ltd Limited GmbH AG SE SA S.A S.p.A SpA Spa S.r.l Srl NV N.V BV B.V AB ASA AS Oy Oyj A/S Inc Incorporated "
    "PLC plc Plc LLC LLP LP KG KGaA Pty Pte Sdn Bhd Berhad Tbk PT Holdings Holding Corp Corporation Company Group "
    "Gruppe Groupe Gruppo aisbl e.V eV"
)
AUTHORITIES = _words(
    "Ministry Department Bureau Administration Authority Agency Commission Directorate Secretariat Treasury "
    "Customs Inspectorate Bundesamt Umweltbundesamt Parliament Government Senate Office Directorate-General"
)
ASSOCIATIONS = _words(
    "Association Federation Council Alliance Chamber Consortium Coalition Society Confederation Union Verband "
    "Network Partnership Forum Club Guild"
)
BODY_HEADS = (
    AUTHORITIES
    | ASSOCIATIONS
    | _words(
        "Institute Institution Institut Committee University Universität College Foundation Stiftung Centre Center "
        "Laboratory Laboratories Academy Board Delegation Trust Organization Organisation Organizations Bank Fund "
        "Exchange Division Taskforce Ombudsman Court Register Observatory"
    )
)
KIND_HEADS = (
    ("authority", AUTHORITIES),
    ("association", ASSOCIATIONS),
    ("company", _words("Bank Exchange")),
)
# At the end of two words or more, behind a name of its own: "Northern Batteries".
COMPANY_TAILS = _words(
    "Industries Enterprises Technologies Technology Tech Solutions Systems Partners Ventures Labs Motors Motor "
    "Batteries Battery Energy Power Solar Steel Steelworks Metals Metal Materials Chemicals Chemical Cement "
    "Cements Electronics Electric Semiconductor Semiconductors Silicon Aluminium Aluminum Mining Minerals "
    "Resources Petrochemical Petrochemicals Paper Packaging Glass Foods Pharma Automotive Auto Mobility Logistics "
    "Shipping Airlines Railways Consulting Consultants Certification Analytics Software International Global "
    "Verification Assurance Testing Plastics Polymers Rubber Tyres Tires Textiles Apparel Shipyard Shipbuilding "
    "Engineering Construction Concrete Ceramics Tiles Brewery Breweries Dairy Fertilizers Fertilisers Nitrogen "
    "Hydrogen Gas Oil Petroleum Refining Wind Windpower Renewables Photovoltaics Photovoltaic PV Storage Wire "
    "Cable Cables Pipe Tube Tubes Castings Foundry Iron Copper Zinc Nickel Lithium Alloys Advisory Capital "
    "Robotics Appliances Digital Networks Telecom Mobile Computers Displays Stainless Crystals Cells Green "
    "Labelling Solarpower Insulation Timber Bearings Consultancy Inspection Standards"
)
# What such a name does not end in: acts, events, documents, labels, places.
NO_BODY_TAILS = _words(
    "Declaration Declarations Regulation Regulations Directive Directives Act Acts Law Laws Mechanism Agreement "
    "Agreements Memorandum Standard Protocol Rules Rule System Programme Program Programmes Programs Plan Plans "
    "Strategy Initiative Framework Scheme Label Labels Certificate Certificates Passport Passports Report Reports "
    "Assessment Footprint Footprints Award Awards Conference Summit Expo Exhibition Week Day Days Meeting "
    "Congress Fair Project Projects Platform Roadmap Index Database Series Park Zone City Province County "
    "District Street Road Region River Delta Bay Sea Goal Goals Deal Pact Treaty Package Guide Guidance Guideline "
    "Guidelines Handbook Journal Magazine News Times Daily Post Newswire Wire Herald Gazette Review Newsletter "
    "Today Insight Reuters Bloomberg Xinhua Understanding Recognition Arrangement Tax Levy Price Market Markets "
    "Trading Price Emissions Emission Carbon Neutrality Economy Transition Cooperation Dialogue Building Tower "
    "Airport Port Street Avenue Hotel Ceremony Session Webinar Workshop Tender Bill Order Decree Mark Seal "
    "Ecolabel Category Categories Version Edition Annex Article Section Chapter Scope Table Figure Paris Model "
    "Method Methodology Tool Tools App Certification_Scheme Sustainability Manager Engineer Economist Analyst "
    "Scientist Spokesperson Spokesman Spokeswoman Products Product Development Management Policy Affairs Change "
    "Accord Communication Communique Statement Release Year Edge Pro Max Plus Business General Annual Show Model "
    "Team Head Maker Makers Producer Producers Member Members Manufacturer Manufacturers Exporters Importers"
)
NOT_A_BODY = frozenset(
    {
        "European Union", "Customs Union", "Industry Group", "Working Group", "Product Group", "Steering Committee",
        "Member States", "Contact Us", "Read More", "Green Deal", "World Cup", "Open Forum", "Technical Committee",
        "Expert Group", "Working Party", "Task Force", "Board of Directors", "Executive Board", "Supervisory Board",
        "Management Board", "Advisory Board", "Advisory Council", "Executive Committee", "Program Operator",
        "EPD", "EPDs", "LCA", "LCAs", "LCI", "PCR", "PCRs", "CBAM", "MoU", "MOU", "MoUs", "MRA", "MRAs", "ISO", "EN",
        "IEC", "ESG", "GHG", "GHGs", "PV", "EV", "EVs", "BESS", "ESS", "CEO", "CFO", "COO", "CTO", "CSO", "CCO", "EU",
        "UK", "US", "USA", "UN", "AI", "IT", "HR", "PR", "FAQ", "CO2", "CO2e", "SME", "SMEs", "ETS", "FTA", "DPP",
        "PCF", "PCFs", "CFP", "EAF", "EAFs", "DRI", "HBI", "BF", "BOF", "HRC", "CRC", "R&D", "COP", "NDC", "TV", "TVs",
        "PC", "PCs", "LED", "LCD", "OLED", "HVAC", "SDG", "SDGs", "GDP", "VAT", "GDPR", "ESPR", "CSRD", "CSDDD", "CCER",
        "CCUS", "CCS", "CDM", "GWP", "PEF", "OEF", "OEM", "OEMs", "B2B", "B2C", "LNG", "LPG", "API", "PDF", "URL",
        "QR", "RFID", "SOH", "NMC", "LFP", "LMT", "PERC", "TOPCon", "HJT", "BIM", "KPI", "KPIs", "NEV", "NEVs", "SCM",
        "SCMs", "PLC", "RMB", "USD", "EUR", "CNY", "GBP", "INR", "MWh", "GWh", "kWh", "MW", "GW", "Scope", "LEED",
        "BREEAM", "DGNB", "EPEAT", "GOTS", "PAS", "REACH", "RoHS", "CE", "SBTi", "TCFD", "CDP", "COP28", "COP29",
        "COP30", "COVID", "COVID-19", "HS", "CN", "TARIC", "PM", "AM", "GMT", "CET", "CST", "GLOBE NEWSWIRE", "EN15804",
        "PRNewswire", "PR Newswire", "Business Wire", "NEWSWIRE", "WTO", "MRV", "ROI", "Green", "IP", "UPS", "IoT",
        "EAC", "Q1", "Q2", "Q3", "Q4", "FY", "H1", "H2", "No", "MD", "VP", "EVP", "SVP", "LinkedIn", "Twitter",
        "Facebook", "YouTube", "Instagram", "WeChat", "Email", "E-mail", "Tel", "Fax", "A&D", "M&A", "AGM", "IPO",
        "GIs",
    }
)  # fmt: skip
# Nouns of trades and fields: "Ministry of Commerce and Industry", "Cement and Concrete Association".
FIELD_NOUNS = _words(
    "Cement Concrete Iron Steel Industry Industries Industrial Technology Technologies Trade Commerce Ecology "
    "Environment Environmental Food Agriculture Forestry Fisheries Science Sciences Energy Economy Economic "
    "Economics Information Testing Materials Quality Supervision Inspection Quarantine Building Urban Rural "
    "Construction Housing Transport Transportation Planning Development Reform Innovation Research Climate Change "
    "Sustainability Carbon Certification Accreditation Standardization Standardisation Standards Metrology Market "
    "Regulation Customs Tax Taxation Finance Foreign Affairs Natural Resources Water Mines Mining Metals "
    "Petroleum Chemicals Chemical Paper Textile Textiles Apparel Clothing Electronics Electrical Electronic "
    "Engineering Machinery Automotive Automobile Battery Batteries Solar Photovoltaic Photovoltaics Power "
    "Renewable Consumer Consumers Safety Health Labour Labor Education Tourism Culture Sport Digital "
    "Communications Telecommunications Aluminium Aluminum Copper Glass Ceramics Ceramic Tile Rubber Plastics "
    "Packaging Furniture Wood Timber Footwear Leather Toy Fertilizer Fertiliser Hydrogen Nuclear Wind Gas Oil "
    "Coal Road Rail Maritime Aviation Shipping Logistics Products Product Global International National Regional "
    "Local Public Private Green Low Zero Net Business Enterprise Enterprises Investment Investments Management "
    "Systems Services Service Supply Chain Life Cycle Declaration Footprint Label Labelling Circular Stainless "
    "Crude Structural Electric Smart New Advanced Storage Recycling Waste Import Export Imports Exports "
    "Manufacturing Manufacturers Producers Makers Suppliers Group Category Rules Program Programme Project "
    "Initiative Mutual Cooperation Emission Emissions Border Adjustment Policy Programs Projects"
)
PLACE_NAMES = _words(
    "China India Japan Korea Singapore Germany France Italy Spain Portugal Netherlands Belgium Luxembourg Austria "
    "Switzerland Poland Czechia Slovakia Hungary Romania Bulgaria Greece Sweden Norway Finland Denmark Iceland "
    "Ireland Estonia Latvia Lithuania Ukraine Russia Turkey Türkiye Serbia Croatia Slovenia Bosnia Albania Brazil "
    "Argentina Chile Peru Mexico Canada Australia Malaysia Thailand Vietnam Indonesia Philippines Bangladesh "
    "Pakistan Taiwan Africa Europe Asia America Americas Oceania Eurasia Egypt Morocco Tunisia Algeria Nigeria "
    "Kenya Ethiopia Ghana Israel Jordan Qatar Kuwait Oman Bahrain Iran Iraq Kazakhstan Uzbekistan Mongolia Nepal "
    "Myanmar Cambodia Laos Britain England Scotland Wales London Paris Berlin Munich Hamburg Frankfurt Cologne "
    "Düsseldorf Stuttgart Essen Duisburg Salzgitter Brussels Strasbourg Antwerp Rotterdam Amsterdam Vienna Zurich "
    "Geneva Bern Basel Davos Rome Milan Turin Genoa Madrid Barcelona Bilbao Lisbon Warsaw Prague Budapest "
    "Bucharest Athens Stockholm Oslo Helsinki Copenhagen Dublin Glasgow Edinburgh Manchester Birmingham Moscow "
    "Kyiv Istanbul Ankara Tokyo Osaka Kyoto Nagoya Yokohama Seoul Busan Incheon Delhi Mumbai Kolkata Chennai "
    "Bangalore Bengaluru Hyderabad Pune Ahmedabad Gujarat Odisha Bangkok Hanoi Jakarta Manila Sydney Melbourne "
    "Brisbane Perth Canberra Auckland Wellington Toronto Montreal Vancouver Ottawa Washington Boston Chicago "
    "Pittsburgh Detroit Houston Dallas Texas Arkansas Alabama Indiana Ohio Michigan Pennsylvania California "
    "Oregon Portland Arizona Tempe Nevada Georgia Carolina Virginia Florida Colorado Illinois Minnesota Wisconsin "
    "Alexandria Santiago Lima Bogotá Dubai Riyadh Doha Cairo Nairobi Johannesburg Durban Beijing Shanghai "
    "Shenzhen Guangzhou Tianjin Chongqing Chengdu Wuhan Nanjing Hangzhou Suzhou Wuxi Changzhou Ningbo Ningde "
    "Xiamen Fuzhou Hefei Changsha Zhengzhou Jinan Qingdao Xi’an Xian Xi'an Dalian Shenyang Harbin Guangdong "
    "Jiangsu Zhejiang Fujian Anhui Hunan Hubei Henan Hebei Shandong Shanxi Shaanxi Sichuan Yunnan Guizhou Guangxi "
    "Hainan Gansu Qinghai Ningxia Xinjiang Tibet Liaoning Jilin Heilongjiang Jiangxi Haidian Pudong Taipei Macao "
    "Macau Wuhu Huzhou Jiaxing Shaoxing Wenzhou Foshan Dongguan Zhuhai Tangshan Baoding Luoyang Nantong Xuzhou "
    "Belém Baku Glasgow Katowice Bonn Lyon Toulouse Grenoble Leuven Ghent Eindhoven Delft Utrecht Graz Linz "
    "Hong_Kong New_Delhi New_York South_Korea North_America South_America South_Africa Saudi_Arabia United_States "
    "United_Kingdom United_Arab_Emirates Sri_Lanka New_Zealand Costa_Rica European_Union Latin_America "
    "Middle_East Southeast_Asia Western_Australia Inner_Mongolia San_Francisco Los_Angeles São_Paulo Sao_Paulo "
    "Ho_Chi_Minh_City Great_Britain Northern_Ireland Czech_Republic Hong Kong York Zealand UAE Mainland"
)
PROPER_ADJECTIVES = _words(
    "Chinese Indian Japanese Korean Singaporean German French Italian Spanish Portuguese Dutch Belgian Austrian "
    "Swiss Polish Czech Slovak Hungarian Romanian Bulgarian Greek Swedish Norwegian Finnish Danish Irish "
    "Ukrainian Russian Turkish Serbian Brazilian Argentine Chilean Mexican Canadian Australian Malaysian Thai "
    "Vietnamese Indonesian African European Asian American Americans Europeans Nordic Baltic Western Eastern "
    "Northern Southern British English Scottish Egyptian Israeli Arab Taiwanese Iberian Alpine Atlantic Pacific "
    "Central South North East West EU-wide Sino-European UK-based US-based"
)
OFFICES = _words(
    "ceo cfo coo cto cso cco ceo’s president vice vice-president chairman chairwoman chairperson chair director "
    "directors minister deputy secretary manager managing chief officer executive head professor prof founder "
    "co-founder spokesperson spokesman spokeswoman commissioner ambassador governor mayor chancellor "
    "representative representatives official officials expert engineer analyst economist partner senior principal "
    "lead md evp svp vp member general-secretary secretary-general director-general director general team adviser "
    "advisor scientist coordinator"
) - _words("partner")
OFFICES |= _words(
    "minister’s undersecretary under-secretary vice-minister vice-chairman vice-chair vice-chairwoman vice-premier "
    "envoy attaché rector dean provost treasurer trustee councillor councilor senator congressman mp mep premier "
    "superintendent inspector controller auditor architect lecturer researcher fellow curator"
)
# Titles before a person's name, without their full stop.
HONORIFICS = _words("mr mrs ms miss dr prof professor sir dame hon h.e madam mme herr frau ing")
# Capitalised words that only grade the office behind them: "Permanent Secretary".
GRADES = _words(
    "permanent acting vice deputy associate assistant honorary regional former joint parliamentary first second global "
    "group corporate founding outgoing incoming interim commercial technical national executive"
)
GIVEN_NAMES = _words(
    "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony "
    "Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan "
    "Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Alex "
    "Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron Jose José Adam Nathan Henry Douglas Zachary Peter Kyle "
    "Noah Ethan Jeremy Walter Christian Keith Roger Terry Sean Austin Gerald Carl Harold Dylan Arthur Lawrence "
    "Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Albert Willie Elijah Wayne Randy Vincent Roy "
    "Ralph Eugene Russell Bobby Mason Philip Phil Louis Martin Simon Stefan Thorsten Torsten Jens Jörg Klaus Hans "
    "Uwe Jürgen Ulrich Wolfgang Werner Andreas Matthias Markus Tobias Sebastian Florian Christoph Bernd Bernhard "
    "Dirk Frank Gunnar Henrik Lars Magnus Erik Anders Johan Nils Ole Bjorn Björn Mats Per Sven Olaf Kristian Jan "
    "Piet Kees Hendrik Pierre Jean Jacques Michel François Philippe Laurent Olivier Nicolas Antoine Guillaume "
    "Marc Luc Didier Alain Thierry Pascal Marco Luca Giovanni Giuseppe Francesco Paolo Alessandro Andrea Roberto "
    "Stefano Matteo Antonio Carlo Massimo Fabio Mario Pedro Carlos Luis Miguel Javier Fernando Alejandro Pablo "
    "Jorge Sergio Rafael Diego Manuel Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen "
    "Lisa Nancy Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah "
    "Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen "
    "Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Maria Heather Diane Ruth Julie Olivia "
    "Joyce Virginia Victoria Kelly Lauren Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah Jacqueline "
    "Martha Gloria Teresa Ann Anne Sara Madison Frances Kathryn Janice Jean Alice Abigail Julia Judy Sophia Grace "
    "Denise Amber Doris Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla "
    "Alexis Lori Tamara Judodine Matt Mike Tom Tim Jim Bob Rob Steve Dave Dan Ben Sam Nick Chris Greg Jeff Ken "
    "Ron Rick Bill Ed Fred Ursula Maros Maroš Valdis Wopke Kurt Stéphane Teresa Ajay Amit Anil Arun Ashok Deepak "
    "Gaurav Manoj Naveen Nitin Piyush Prakash Rahul Rajesh Rakesh Ravi Sajjan Sandeep Sanjay Sanjeev Shyam Sunil "
    "Suresh Vijay Vikram Vinod Jairam Narendra Hiroshi Kenji Takashi Yuki Akira Satoshi Taro Hans-Peter "
    "Anne-Claire Jean-Pierre Karl Heinz Helmut Gerhard Cyril Vandita Leon Rana Cao Chen Deng Feng Gao Guo Han "
    "Huang Jia Jiang Jin Kong Li Liang Liao Lin Liu Lu Luo Lv Ma Meng Pan Peng Qian Qin Ren Shao Shen Shi Song "
    "Sun Tan Tang Tao Tian Wang Wei Wu Xia Xiao Xie Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhang Zhao Zheng "
    "Zhong Zhou Zhu Zou Kim Park Choi Yoon Yoon-ho Jung Kang Cho Nguyen Tran Tanaka Suzuki Sato Yamamoto Mohammed "
    "Mohamed Ahmed Howard Friedrich Oliver Jeong Seung Emmanuel Xavier Hugo Felix Moritz Leo Max Nora Eva Claudia "
    "Sabine Petra Monika Ingrid Astrid Karin Birgit Silvia Elena Giulia Chiara Sofia Lucia Isabel Carmen Ana Inés "
    "Noël Gerard Willem Bart Koen Geert Tomasz Piotr Jakub Pavel Petr Ivan Dmitri Oleg Sergei Mikhail Gunther "
    "Günter Rolf Kai Ralf Holger Volker Detlef Oscar Hugh Ian Neil Graham Stuart Duncan Fiona Claire Lucy Rupert "
    "Giles Nigel Clive Trevor Craig Ross Todd Brad Chad Kirk Dean Glenn Lee Dale Ali Hassan Omar Fatih Mehmet "
    "Mustafa Murat Emre"
)
# Verbs a body is the subject of.
ACTS_OF_BODIES = _words(
    "announced announces announce signed signs sign launched launches launch unveiled unveils unveil published "
    "publishes publish released releases release received receives receive obtained obtains obtain achieved "
    "achieves achieve awarded awards secured secures earned earns became becomes become joined joins join "
    "partnered partners partner agreed agrees agree developed develops introduced introduces issued issues "
    "certified verifies verified committed commits supplied supplies supply produces produced manufactures "
    "manufactured operates operated reported reports invested invests acquired acquires completed completes "
    "delivered delivers opened opens owns offers offered claims confirmed confirms welcomed welcomes collaborated "
    "collaborates cooperated cooperates conducted calculated assesses assessed validates validated provides "
    "provided supports supported adopted adopts hosted hosts organised organized leads led inked inks won wins "
    "gains gained holds granted grants submitted proposed proposes plans aims expects intends says said estimates "
    "stated warned warns urged urges called approved approves requires registers registered presented presents "
    "concluded concludes entered enters adds pledged pledges established establishes founded makes started starts "
    "began begins teamed teams initiated implemented uses passed passes promotes helps continues commissioned "
    "tested tests audited specialises specializes employs represents renewed extends extended expanded expands "
    "targets headquartered"
)
ADVERBS = _words(
    "has have had today recently successfully also jointly just officially formally now will is are was were been "
    "be to would could can may previously already yesterday first both then further have again proudly currently "
    "soon initially originally subsequently later - not yet"
)
# What stands before or behind a body's name and says that it is one.
BODY_NOUNS = _words(
    "steelmaker steelmakers maker makers manufacturer manufacturers producer producers company companies firm "
    "firms supplier suppliers provider providers developer developers subsidiary subsidiaries start-up startup "
    "body bodies organisation organization organisations organizations operator operators institute agency group "
    "association institution institutions laboratory certifier certifiers verifier verifiers consultancy "
    "consultant consultants carmaker carmakers automaker automakers battery-maker giant conglomerate brand brands "
    "retailer retailers miner refiner smelter utility utilities competitor competitors partner partners member "
    "members customer customers think-tank regulator broker venture parent owner shareholder affiliate unit "
    "ministry authority plant plants mill factory factories headquarters shares staff products product’s "
    "customers management products portfolio facility facilities exporter importer exporters importers "
    "distributor non-profit nonprofit university business platform"
)
WITH_WORDS = _words(
    "agreement agreements mou mous memorandum partnership partnerships cooperation co-operation collaboration "
    "collaborate collaborates collaborated collaborating together along forces partnered partner partners "
    "partnering signed sign signs signing works working worked contract contracts deal talks dialogue venture "
    "alliance joined jointly cooperate cooperated discussions negotiations teamed merger arrangement "
    "understanding pact project pilot consultation consultations conjunction joint inked"
)
LABELS_FROM = _words(
    "label labels certificate certificates certification certifications award awards declaration declarations "
    "approval verification statement letter support order orders received receive receives obtained official "
    "officials expert representative representatives experts epd epds accreditation recognition mark logo steel "
    "modules batteries"
)
# Words that are never part of a name, wherever they stand capitalised.
FUNCTION_WORDS = _words(
    "the a an on in at by from but according meanwhile however as under with this that these those its their our "
    "his her since after before while when if to both also each monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec following during through throughout among amid against about above across "
    "along around because although though despite due given based together currently recently finally "
    "additionally furthermore moreover therefore thus hence then still yet only even just how what why who where "
    "which whether it they we he she you there here not no into over than via within without between toward "
    "towards until upon is are was were be can could will would should must has have had do does did so very "
    "please thank once every either neither nor epd epds lca lcas pcr pcrs ceo cfo coo cto memorandum founded "
    "headquartered committed compared calculated speaking commenting learn discover explore find visit see click "
    "subscribe two three four five six seven eight nine ten mrs ms mr dr prof article annex other others another "
    "some many most more several various such all"
)
# Words a sentence or headline begins with that are no names.
COMMON_FIRST = _words(
    "the a an on in at by for from and but according meanwhile however as under with this that these those its "
    "their our his her since after before while when if to of both also each check track watch review monitor it "
    "they we he she you there here all any some many most more no not now new other others another such first "
    "second third last next one two three four five six seven eight nine ten earlier later today yesterday "
    "tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec following during "
    "through throughout upon among amid against about above across along around because although though despite "
    "due given based together currently recently finally additionally furthermore moreover therefore thus hence "
    "then still yet only even just how what why who where which whether source sources photo image read more "
    "contact click share home news press release releases about background note notes download subscribe follow "
    "subject title summary abstract keywords members customers companies firms exporters importers producers "
    "manufacturers suppliers officials experts analysts investors consumers founded established headquartered "
    "committed compared calculated certified verified published issued launched steel aluminium aluminum cement "
    "concrete battery batteries solar carbon climate energy products product industry market global world "
    "national international european green low-carbon sustainable environmental declaration declarations "
    "certificate label footprint mutual recognition beginning starting developing developed using according "
    "looking speaking commenting building making working being having indeed article annex section chapter part "
    "table figure regulation directive act law standard scope version edition becomes become receives receive "
    "signs sign announces announce launches launch wins win gets get joins join partners publishes publish "
    "unveils unveil releases obtains achieves awarded awards earns secures shows show uses certifies verifies "
    "holds hosts agree agrees sets set opens adopts plans makes supports welcomes expands introduces into over "
    "out up down off per than via without within between toward towards until upon its is are was were be can "
    "could will would should must has have had do does did not so very can’t please thank dear mr mrs ms dr prof "
    "inspired landmark leading early late mid end start top big small high low good better best great long short "
    "full total overall key major main chief industry-wide multi-stakeholder members’ once every either neither "
    "nor co-operation cooperation agreement memorandum partnership platform statement strategy report study "
    "survey data latest date place time author editor tags tag category categories related topics email phone tel "
    "fax address website copyright rights reserved privacy terms cookie cookies login register search menu "
    "english language"
)
