package dev.liveline.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.preset.Preset;
import dev.liveline.admin.preset.Presets;
import dev.liveline.admin.wiring.Wiring;
import dev.liveline.edge.problem.Problem;

/// Assistants to start from, wired to this installation.
@Path("/presets")
@Tag(name = "Presets", description = "Assistants to start from, free of findings.")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class PresetResource {

    private final Wiring wiring;

    PresetResource(Wiring wiring) {
        this.wiring = wiring;
    }

    @GET
    @Operation(summary = "All presets, wired to this installation")
    public Response list() {
        ArrayNode list = Trees.array();
        Presets.ALL.forEach(preset -> list.add(json(preset)));
        return Bodies.answer(200, list);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One preset")
    public Response get(@RestPath String name) {
        return Bodies.answer(200, json(Presets.named(name).orElseThrow(() -> Problem.of(404, "There is no such preset."))));
    }

    private ObjectNode json(Preset preset) {
        ObjectNode json = Trees.object().put("name", preset.name()).put("description", preset.description());
        return json.set("assistant", Secrets.strip(wiring.complete(Kind.ASSISTANT, preset.assistant())));
    }
}
