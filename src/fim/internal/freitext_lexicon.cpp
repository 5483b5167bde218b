// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_lexicon.hpp"

#include <array>
#include <string_view>
#include <unordered_map>

#include "core/text.hpp"

namespace gordion::fim::internal {
namespace {

struct Words {
    Role role;
    std::string_view words;
};

constexpr std::array<Words, 71> lexicon{{
    {Role::Noise,
     "der die das den dem des ein eine einen einem bitte hier dabei somit dadurch entsprechend "
     "jeweilig jeweils zusaetzlich ebenfalls auch automatisch unbedingt stets immer im in bei beim "
     "von vom fuer mit auf als zu zum zur am ins sein selbst wie nachfolgend nachstehend folgend "
     "genannt oben obig vorstehend betreffend zugehoerig dazugehoerig wieder weiterhin insofern "
     "formular nutzer nutzerin person personen antragsteller antragstellerin antragstellende "
     "antragstellenden aber jedoch hingegen dagegen zeitlich gleichzeitig werden worden hat haben "
     "habe habt bleibt bleiben bleibe gilt gelten steht stehen gebildet gegenseitig besitzt "
     "besitzen ganze zahl lasse lassen liegen liegt liege ergebend ergeben "
     "sich "
     "ergibt bilden bildet zusammen gemeinsam kombination handelt durch ueberhaupt noch "
     "tatsaechlich "
     "vollstaendig mindestangabe macht lang sondern dort daraus hierbei "
     "the field group dass"},
    {Role::FieldNoun,
     "feld feldes felder feldern datenfeld datenfeldes datenfelds datenfelder datenfeldern "
     "formularfeld formularfelder eingabefeld eingabefelder auswahlfeld auswahlfelder "
     "auswahlfeldes element elemente elementen frage fragen angabe angaben abfrage abfragen "
     "unterfeld unterfelder unterfeldern attribut attribute datenelement datenelemente "
     "textfeld textfelder datumsfeld datumsfelder checkbox eingabe eingaben pflichtelement"},
    {Role::GroupNoun,
     "gruppe gruppen feldgruppe feldgruppen datenfeldgruppe datenfeldgruppen untergruppe "
     "untergruppen abschnitt abschnitte bereich bereiche block bloecke schema formularabschnitt "
     "datengruppe datengruppen"},
    {Role::ValueNoun,
     "wert werte werten wertes auspraegung auspraegungen option optionen antwort antworten auswahl "
     "eintrag eintraege code codes schluessel auswahlwert auswahlwerte codewert codewerte inhalt "
     "listeneintrag codeliste codelisten auswahlliste antwortmoeglichkeit auswahlmoeglichkeit "
     "auswahloption moeglich liste werteliste wertelisten"},
    {Role::Pronoun, "es sie ihn ihm ihr dies diese dieses dieser diesen diesem selbige"},
    {Role::If, "wenn falls sofern soweit sobald if solange insoweit vorausgesetzt"},
    {Role::Unless, "ausser ausgenommen unless"},
    {Role::Then, "dann so then"},
    {Role::Else, "sonst ansonsten andernfalls anderenfalls else sonstfalls"},
    {Role::And, "und sowie and u"},
    {Role::Or, "oder bzw beziehungsweise or"},
    {Role::Neither, "weder"},
    {Role::Either, "entweder"},
    {Role::Both, "sowohl"},
    {Role::Not, "nicht not kein keine keinen keinem keiner nie niemals keinesfalls"},
    {Role::Only, "nur ausschliesslich lediglich only"},
    {Role::Because, "da weil damit denn sodass"},
    {Role::Explain,
     "dh zb bspw beispielsweise hinweis hinweise anmerkung bemerkung erlaeuterung beispiel "
     "begruendung hintergrund rechtsgrundlage quelle siehe vgl kommentar info"},
    {Role::Must, "muss muessen muesste muessten soll sollen sollte sollten must"},
    {Role::May, "darf duerfen duerfte duerften"},
    {Role::Can, "kann koennen koennte koennten"},
    {Role::Is, "ist sind sei seien wird wurde wurden war waren is are"},
    {Role::Show,
     "zeige zeig zeigen zeigt anzeigen angezeigt angezeigte anzuzeigen anzeige einblenden "
     "eingeblendet einzublenden sichtbar dargestellt darstellen darzustellen abgefragt abzufragen "
     "freigeschaltet freischalten freizuschalten freigegeben show anbieten angeboten anzubieten "
     "erscheint erscheinen einblendung relevant"},
    {Role::Hide,
     "ausblenden ausgeblendet auszublenden verberge verbergen verborgen verstecke verstecken "
     "versteckt unsichtbar hide entfaellt entfallen unterdruecke unterdruecken unterdrueckt "
     "ausblendung"},
    {Role::Activate, "aktiviere aktivier aktivieren aktiviert aktiv enable enabled aktivierung"},
    {Role::Deactivate,
     "deaktiviere deaktivier deaktivieren deaktiviert inaktiv gesperrt sperre sperren disable "
     "disabled deaktivierung"},
    {Role::Blend, "blende blend blenden schalte schalten blendet"},
    {Role::Particle, "an aus frei"},
    {Role::Make, "mache mach make kennzeichne kennzeichnen deklariere definiere"},
    {Role::Fill,
     "befuellt befuellen befuellung gefuellt fuelle ausgefuellt ausfuellen auszufuellen angegeben "
     "angeben anzugeben eingegeben eingeben einzugeben eingetragen eintragen einzutragen vorhanden "
     "hinterlegt hinterlegen erfasst erfassen hochgeladen hochladen hochzuladen beigefuegt "
     "beifuegen beizufuegen vorgelegt vorlegen vorzulegen ergaenzt ergaenzen filled nichtleer "
     "besetzt bekannt gegeben machen gemacht getaetigt taetigen vorliegt vorliegen beizubringen "
     "nachgewiesen"},
    {Role::Take,
     "belegt belegen beantwortet beantworten gesetzt lautet lauten enthaelt enthalten aufweist "
     "aufweisen betraegt betragen"},
    {Role::Tick,
     "angekreuzt ankreuzen markiert angehakt selektiert ausgewaehlt auswaehlen auszuwaehlen "
     "gewaehlt angewaehlt"},
    {Role::Empty, "leer unbefuellt unausgefuellt unbelegt empty"},
    {Role::Required,
     "pflicht pflichtfeld pflichtfelder pflichtfeldern pflichtfeldes pflichtangabe pflichtangaben "
     "pflichtgruppe pflichtgruppen pflichteingabe verpflichtend obligatorisch erforderlich "
     "notwendig zwingend mandatory required mussfeld mussangabe noetig"},
    {Role::Optional, "optional freiwillig wahlfrei entbehrlich freigestellt"},
    {Role::Some, "eines einer eins irgendein irgendeines irgendeine"},
    {Role::All, "alle allen aller saemtlich beide beiden beider jedes jede jeder jedem alles"},
    {Role::Keines, "keines keins"},
    {Role::Least, "mindestens mind wenigstens minimal min zumindest"},
    {Role::Most, "hoechstens maximal max"},
    {Role::Just, "genau exakt"},
    {Role::More, "mehr"},
    {Role::Fewer, "weniger"},
    {Role::Number, "zwei drei vier fuenf sechs sieben acht neun zehn"},
    {Role::Other, "ander anders uebrig sonstig weiter restlich"},
    {Role::True, "ja wahr true yes bejaht zutreffend zutrifft trifft"},
    {Role::False, "nein falsch false no verneint unzutreffend"},
    {Role::Today,
     "heute heutig tagesdatum aktuell antragsdatum antragstellung antragseingang now today "
     "eingabedatum systemdatum jetzig"},
    {Role::Same,
     "gleich identisch uebereinstimmen uebereinstimmt entspricht entsprechen gleicht dieselbe "
     "dasselbe derselbe"},
    {Role::Different, "ungleich abweichen abweicht unterscheiden unterscheidet verschieden"},
    {Role::Larger,
     "groesser hoeher spaeter uebersteigt uebersteigen ueberschreitet ueberschreiten"},
    {Role::Smaller, "kleiner geringer niedriger frueher unterschreitet unterschreiten"},
    {Role::Before, "vor"},
    {Role::After, "nach"},
    {Role::Above, "ueber"},
    {Role::Below, "unter"},
    {Role::From, "ab"},
    {Role::UpTo, "bis"},
    {Role::Between, "zwischen"},
    {Role::Year, "jahr jahre jahren"},
    {Role::Month, "monat monate monaten"},
    {Role::Week, "woche wochen"},
    {Role::Day, "tag tage tagen tages tags zeitpunkt zeitpunkts zeitpunktes"},
    {Role::Older, "aelter"},
    {Role::Younger, "juenger"},
    {Role::Old, "alt"},
    {Role::Age, "alter alters lebensalter"},
    {Role::LifeYear, "lebensjahr lebensjahres"},
    {Role::Completed, "vollendet vollendung"},
    {Role::Adult, "volljaehrig"},
    {Role::Minor, "minderjaehrig"},
}};

constexpr std::array<Words, 9> more{{
    {Role::DateNoun,
     "datum datums kalenderdatum kalenderdatums kalendertag datumsangabe datumsangaben datumswert "
     "gesamtdatum tagesdatums"},
    {Role::Valid,
     "gueltig valide valides korrekt existieren existiert existierend plausibel validitaet "
     "gueltigkeit "
     "korrektheit plausibilitaet"},
    {Role::Sure,
     "sichergestellt sicherstellen sicherzustellen stelle sicher gewaehrleistet geprueft pruefen "
     "pruefe prueft validiert validieren ueberprueft ueberpruefen"},
    {Role::Past, "vergangenheit vergangen"},
    {Role::Future, "zukunft zukuenftig"},
    {Role::Back, "zurueckliegen zurueckliegt zurueck"},
    {Role::Characters, "zeichen ziffern stellen buchstaben zeichens stellig"},
    {Role::PatternNoun, "muster ausdruck regex pattern format regulaer"},
    {Role::Nor, "nor"},
}};

using Table = std::unordered_map<std::string, Lexeme>;

void add(Table& table, const Words& row) {
    std::size_t number = 2;
    for (const std::string& word : split(row.words, ' ')) {
        Lexeme lexeme{row.role, 0};
        if (row.role == Role::Number) {
            lexeme.number = number++;
        }
        table.emplace(word, lexeme);  // A word means what the first row says.
    }
}

const Table& table() {
    static const Table made = [] {
        Table filled;
        for (const Words& row : lexicon) {
            add(filled, row);
        }
        for (const Words& row : more) {
            add(filled, row);
        }
        return filled;
    }();
    return made;
}

}  // namespace

Lexeme find_lexeme(const std::string& folded) {
    const Table& words = table();
    if (const auto found = words.find(folded); found != words.end()) {
        return found->second;
    }
    // Endings of adjectives and nouns; short words have none.
    for (const std::string_view ending : {"en", "em", "er", "es", "e", "n", "s"}) {
        if (folded.size() > ending.size() + 3 && folded.ends_with(ending)) {
            const auto found = words.find(folded.substr(0, folded.size() - ending.size()));
            if (found != words.end()) {
                return found->second;
            }
        }
    }
    return {};
}

}  // namespace gordion::fim::internal
