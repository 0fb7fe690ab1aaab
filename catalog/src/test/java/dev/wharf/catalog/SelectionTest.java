package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SelectionTest {

    @Test
    void everyCollectionSaysWhyItIsSelectedOrNot() {
        Selection selection = new Selection(List.of("charge?", "crm.*", "!*_archive"));
        assertEquals(
                List.of(
                        "charges: selected by charge?",
                        "charges_archive: excluded by !*_archive",
                        "invoices: no rule matches",
                        "crm.users: selected by crm.*",
                        "crm.users_archive: excluded by !*_archive"),
                selection
                        .choose(offer("charges", "charges_archive", "invoices", "crm.users", "crm.users_archive"))
                        .stream()
                        .map(choice -> choice.name() + ": " + choice.why())
                        .toList());
    }

    @Test
    void aRuleWithoutNamespaceMatchesTheNameInEveryNamespace() {
        List<Choice> choices = new Selection(List.of("users")).choose(offer("public.users", "audit.users", "orders"));
        assertEquals(
                List.of("public.users", "audit.users"),
                choices.stream()
                        .filter(Choice.Selected.class::isInstance)
                        .map(choice -> choice.name().toString())
                        .toList());
    }

    @Test
    void anExclusionWinsWhereverItStands() {
        List<Choice> choices = new Selection(List.of("!charges", "*", "charges")).choose(offer("charges"));
        assertEquals("excluded by !charges", choices.getFirst().why());
    }

    @Test
    void signsOfRegularExpressionsMeanThemselves() {
        Selection selection = new Selection(List.of("a.b(c)+[d]\\E"));
        assertEquals(
                List.of("selected by a.b(c)+[d]\\E", "no rule matches"),
                selection.choose(offer("a.b(c)+[d]\\E", "aXb(c)+[d]\\E")).stream()
                        .map(Choice::why)
                        .toList());
    }

    @Test
    void rulesThatMatchNothingAreNamed() {
        Selection selection = new Selection(List.of("*", "chargse", "!balance_*"));
        assertEquals(List.of("chargse", "!balance_*"), selection.idle(offer("charges")));
    }

    @Test
    void aCollectionThatTheSourceMayNotReadIsDeniedWithItsReason() {
        ObjectNode wharf = JsonMapper.shared()
                .readTree("{\"access\":{\"granted\":false,\"why\":\"the key lacks Read on Payouts\"}}")
                .asObject();
        Stream payouts = stream("payouts", Optional.of(wharf));
        assertEquals(
                List.of(new Choice.Denied(payouts, "the key lacks Read on Payouts")),
                Selection.all().choose(List.of(payouts)));
        assertEquals(
                List.of(new Choice.NotSelected(payouts, "no rule matches")),
                new Selection(List.of("charges")).choose(List.of(payouts)));
    }

    private static List<Stream> offer(String... names) {
        return java.util.stream.Stream.of(names)
                .map(name -> stream(name, Optional.empty()))
                .toList();
    }

    private static Stream stream(String name, Optional<ObjectNode> wharf) {
        int dot = name.indexOf('.');
        boolean inNamespace = dot > 0 && name.chars().allMatch(c -> Character.isLetter(c) || c == '.' || c == '_');
        StreamName streamName =
                inNamespace ? new StreamName(name.substring(0, dot), name.substring(dot + 1)) : StreamName.of(name);
        return new Stream(
                streamName,
                JsonMapper.shared().createObjectNode(),
                Set.of(SyncMode.FULL_REFRESH),
                List.of(),
                false,
                List.of(),
                false,
                false,
                wharf);
    }
}
