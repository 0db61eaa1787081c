package dev.liveline.admin.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Finding;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.lint.Severity;
import dev.liveline.admin.plan.Remote;
import dev.liveline.admin.vapi.Vapi;
import dev.liveline.admin.wiring.Wiring;
import dev.liveline.edge.problem.Problem;
import io.vertx.core.json.JsonArray;

/// Reads and writes single resources at Vapi. What it returns holds no secrets.
@ApplicationScoped
public class Catalogue {

    /// How much a clock here may be ahead of Vapi's.
    private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

    private final Vapi vapi;
    private final Wiring wiring;
    private final Linter linter;
    private final Idempotency idempotency;
    private final Guard guard;
    private final Notices notices;

    Catalogue(Vapi vapi, Wiring wiring, Linter linter, Idempotency idempotency, Guard guard, Notices notices) {
        this.vapi = vapi;
        this.wiring = wiring;
        this.linter = linter;
        this.idempotency = idempotency;
        this.guard = guard;
        this.notices = notices;
    }

    public Stored get(Kind kind, String id) {
        return Stored.of(vapi.get(kind, id));
    }

    /// @param filters Vapi's own time filters
    public Page list(Kind kind, int limit, Optional<String> cursor, Map<String, String> filters) {
        Optional<Cursor> from = cursor
            .map(text -> Cursor.read(text).orElseThrow(() -> Problem.badRequest("This is no cursor.")));
        Map<String, String> query = new LinkedHashMap<>(filters);
        from.ifPresent(place -> query.put("createdAtLe", place.createdAt()));
        int asked = Math.min(Vapi.PAGE, limit + 1 + from.map(place -> place.shown().size()).orElse(0));
        query.put("limit", Integer.toString(asked));
        List<Stored> fresh = vapi.list(kind, query)
            .stream()
            .map(Stored::of)
            .sorted(Comparator.comparing((Stored resource) -> resource.body().path("createdAt").asText()).reversed())
            .filter(resource -> from.isEmpty() || !from.get().shown().contains(resource.id()))
            .toList();
        List<Stored> page = fresh.subList(0, Math.min(limit, fresh.size()));
        boolean more = fresh.size() > page.size() || asked == Vapi.PAGE && fresh.size() >= limit;
        return new Page(page, more && !page.isEmpty() ? Optional.of(Cursor.after(page, from).text()) : Optional.empty());
    }

    /// @param waived rules that do not refuse this write
    /// @param person who asks: the scope of the key
    public Stored create(Kind kind, ObjectNode body, Set<String> waived, Optional<String> idempotencyKey, String person) {
        ObjectNode wired = wiring.complete(kind, body);
        refuseFaulty(kind, wired, waived, Set.of());
        Supplier<Stored> create = () -> {
            Stored stored = Stored.of(vapi.create(kind, wired));
            notices.changed(kind, stored.id(), "created");
            return stored;
        };
        return idempotencyKey
            .map(key -> idempotency.once(person + "\ncreate " + kind.word(), key, Trees.hash(body), create,
                    at -> made(kind, wired, at)))
            .orElseGet(create);
    }

    /// @param version the one that must still hold, empty if any will do
    public Stored update(Kind kind, String id, ObjectNode body, Set<String> waived, Optional<String> version) {
        Supplier<Stored> write = () -> {
            ObjectNode current = vapi.get(kind, id);
            requireVersion(current, version);
            ObjectNode wired = wiring.partial(kind, body);
            ObjectNode result = current.deepCopy().remove(Remote.SERVER_MADE).setAll(wired);
            refuseFaulty(kind, result, waived, Set.copyOf(namesOf(wired)));
            Stored stored = Stored.of(vapi.update(kind, id, wired));
            notices.changed(kind, id, "updated");
            return stored;
        };
        return version.isPresent() ? guard.alone(kind, id, write) : write.get();
    }

    public Stored delete(Kind kind, String id, Optional<String> version) {
        Supplier<Stored> write = () -> {
            version.ifPresent(_ -> requireVersion(vapi.get(kind, id), version));
            Stored stored = Stored.of(vapi.delete(kind, id));
            notices.changed(kind, id, "deleted");
            return stored;
        };
        return version.isPresent() ? guard.alone(kind, id, write) : write.get();
    }

    /// Refuses with the findings. Only findings in `fields` count, unless it is empty.
    private void refuseFaulty(Kind kind, ObjectNode document, Set<String> waived, Set<String> fields) {
        List<Finding> errors = linter.lint(kind, document)
            .stream()
            .filter(finding -> finding.severity() == Severity.ERROR && !waived.contains(finding.rule()))
            .filter(finding -> fields.isEmpty() || !finding.at().isRoot() && fields.contains(finding.at().steps().getFirst()))
            .toList();
        if (!errors.isEmpty()) {
            throw Problem.unprocessable("Lint found " + errors.size() + (errors.size() == 1 ? " error" : " errors")
                    + "; waive a rule by name to write it all the same.")
                .code("lint")
                .with("findings",
                        new JsonArray(Trees.write(Finding.json(errors))));
        }
    }

    /// What an earlier try may have made: created since then, holding all that was asked, and the only one.
    private Optional<Stored> made(Kind kind, ObjectNode wired, long triedAt) {
        String since = Instant.ofEpochMilli(triedAt).minus(CLOCKS_APART).toString();
        ObjectNode plain = (ObjectNode) Secrets.strip(wired);
        List<ObjectNode> alike = vapi.list(kind, Map.of("createdAtGe", since, "limit", Integer.toString(Vapi.PAGE)))
            .stream()
            .filter(candidate -> Difference.lacking(plain, candidate).isEmpty())
            .toList();
        return alike.size() == 1 ? Optional.of(Stored.of(alike.getFirst())) : Optional.empty();
    }

    private static void requireVersion(ObjectNode current, Optional<String> version) {
        version.filter(wanted -> !Stored.of(current).version().equals(wanted)).ifPresent(_ -> {
            throw Problem.of(412, "It was changed since; read it again.").code("version-changed");
        });
    }

    private static List<String> namesOf(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
