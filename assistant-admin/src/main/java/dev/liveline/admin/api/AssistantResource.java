package dev.liveline.admin.api;

import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Catalogue;
import dev.liveline.admin.catalogue.Names;
import dev.liveline.admin.catalogue.Stored;
import dev.liveline.admin.check.Checks;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.preset.Preset;
import dev.liveline.admin.preset.Presets;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;

/// Assistants, one at a time. Bodies are Vapi's own and pass through as they are.
@Path("/assistants")
@Tag(name = "Assistants", description = "One at a time. Bodies are Vapi's own.")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AssistantResource {

    /// All that those who are no admins may know of an assistant.
    public record Name(String id, String name) {}

    private final Catalogue catalogue;
    private final Names names;
    private final Linter linter;
    private final Checks checks;
    private final SecurityIdentity identity;

    AssistantResource(Catalogue catalogue, Names names, Linter linter, Checks checks, SecurityIdentity identity) {
        this.catalogue = catalogue;
        this.names = names;
        this.linter = linter;
        this.checks = checks;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "201", description = "What Vapi made, without secrets; ETag is its version")
    @APIResponse(responseCode = "422", description = "Lint errors, in findings")
    @Operation(summary = "Create an assistant, wired and linted", description = "What is left out and Liveline needs is put in; lint errors are a 422 unless waived.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "from a preset", value = Examples.ASSISTANT)))
    public Response create(byte[] body, @RestQuery Optional<String> preset, @RestQuery Optional<String> waive,
            @RestHeader("Idempotency-Key") Optional<String> idempotencyKey) {
        ObjectNode assistant = preset.map(AssistantResource::preset)
            .map(base -> Presets.with(base, Bodies.object(body)))
            .orElseGet(() -> Bodies.object(body));
        Stored stored = catalogue.create(Kind.ASSISTANT, assistant, Parameters.rules(waive), idempotencyKey,
                identity.getPrincipal().getName());
        return Bodies.created("/assistants/", stored);
    }

    @GET
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 1000, default 100", schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the page before", schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "List assistants, newest first", description = "limit (1 to 1000, default 100), cursor (next of the page before), and Vapi's createdAt and updatedAt filters.")
    public Response list(@Context UriInfo uri) {
        return Bodies.answer(200, ListQuery.answer(catalogue, Kind.ASSISTANT, uri.getQueryParameters()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read an assistant; ETag is its version")
    public Response get(@RestPath String id) {
        return Bodies.answer(200, catalogue.get(Kind.ASSISTANT, id));
    }

    @GET
    @Path("/{id}/name")
    @RolesAllowed(Roles.AGENT)
    @APIResponse(responseCode = "200", description = "Its id and name")
    @APIResponse(responseCode = "404", description = "It has no name, or there is no such assistant")
    @Operation(summary = "What an assistant is called", description = "Any role. Remembered for liveline.names.remember (5m).")
    public Name name(@RestPath String id) {
        return names.of(id).map(name -> new Name(id, name)).orElseThrow(Problem::notFound);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({ MediaType.APPLICATION_JSON, "application/merge-patch+json" })
    @Operation(summary = "Replace top-level fields, whole", description = "If-Match with an ETag makes it conditional (412).")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "greeting", value = Examples.PATCH)))
    public Response update(@RestPath String id, byte[] body, @RestQuery Optional<String> waive,
            @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200,
                catalogue.update(Kind.ASSISTANT, id, Bodies.object(body), Parameters.rules(waive), Bodies.version(ifMatch)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete an assistant; 409 if it is pinned")
    public Response delete(@RestPath String id, @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200, catalogue.delete(Kind.ASSISTANT, id, Bodies.version(ifMatch)));
    }

    @POST
    @Path("/{id}/check")
    @Operation(summary = "Check an assistant that is at Vapi by a dry run", description = "Lint, what it refers to, and whether its server answers a signed message and refuses another.")
    public Response check(@RestPath String id) {
        return Bodies.answer(200, checks.check(id));
    }

    @POST
    @Path("/lint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Find faults without writing anything", description = "fix=true also answers the assistant with every mechanical fix applied.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "faulty", value = Examples.FAULTY)))
    public Response lint(byte[] body, @RestQuery Optional<String> fix) {
        return Bodies.answer(200, Linting.answer(linter, Kind.ASSISTANT, Bodies.object(body), fix));
    }

    private static Preset preset(String name) {
        return Presets.named(name).orElseThrow(() -> Problem.badRequest("There is no such preset; GET /presets lists them."));
    }
}
