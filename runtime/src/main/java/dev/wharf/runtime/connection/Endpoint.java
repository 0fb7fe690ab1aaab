package dev.wharf.runtime.connection;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Definition;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One side of a connection: which connector, with which config, and what it is given.
 *
 * @param role source or destination
 * @param label its name for people: of the catalog, or its image, or its command
 * @param config as the file has it, references resolved
 * @param definition what the catalog knows of it
 * @param local the file of this machine that it writes, if it is of that kind
 * @param statuses whether it may be sent terminal statuses
 * @param refreshes whether it knows generations
 */
public record Endpoint(
        Role role,
        String label,
        Program program,
        ObjectNode config,
        Optional<Definition> definition,
        Limits limits,
        List<String> writable,
        List<Confinement.Mount> mounts,
        Map<String, String> environment,
        Confinement.Network network,
        Optional<Local> local,
        boolean statuses,
        boolean refreshes) {

    public Endpoint {
        writable = List.copyOf(writable);
        mounts = List.copyOf(mounts);
        environment = Map.copyOf(environment);
    }

    public record Limits(Bytes memory, double cpus, int pids) {}

    /** @param field of the config, whose value names the file */
    public record Local(String field, LocalFile file) {}

    /**
     * A connector with nothing but its config: what the catalog knows of it, or the defaults.
     *
     * @param local the file of this machine that it writes, if the config names one
     */
    public static Endpoint plain(
            Role role,
            String label,
            Program program,
            Optional<Definition> definition,
            ObjectNode config,
            Optional<Local> local) {
        Confinement standard = Confinement.standard();
        Optional<Definition.Limits> limits = definition.map(Definition::limits);
        boolean noHosts = definition.map(known -> known.hosts().isEmpty()).orElse(false);
        return new Endpoint(
                role,
                label,
                program,
                config,
                definition,
                new Limits(
                        limits.flatMap(Definition.Limits::memory).orElse(new Bytes(standard.memoryBytes())),
                        limits.flatMap(Definition.Limits::cpus).orElse(standard.cpus()),
                        limits.flatMap(Definition.Limits::pids).orElse(standard.pids())),
                definition.map(Definition::writable).orElse(standard.writable()),
                standard.mounts(),
                standard.environment(),
                noHosts ? Confinement.Network.NONE : Confinement.Network.BRIDGE,
                local,
                definition.map(Definition::statuses).orElse(true),
                definition.map(Definition::refreshes).orElse(false));
    }

    /** The config that the connector is given: a file of this machine is named as the connector sees it. */
    public ObjectNode configForConnector() {
        return local.map(found -> config.deepCopy()
                        .put(
                                found.field(),
                                inContainer()
                                        ? found.file().inside()
                                        : found.file().file().toString()))
                .orElse(config);
    }

    /** What the connector is given besides. Makes the directory of its file, if it writes one and that is missing. */
    public Confinement confinement() {
        List<Confinement.Mount> all = new ArrayList<>(mounts);
        Optional<String> owner = local.map(found -> found.file().prepare());
        local.ifPresent(found -> all.add(
                new Confinement.Mount(found.file().directory(), LocalFile.INSIDE, Confinement.Mount.Access.WRITE)));
        return new Confinement(
                limits.memory().count(),
                limits.cpus(),
                limits.pids(),
                writable,
                all,
                environment,
                inContainer() ? owner : Optional.empty(),
                network);
    }

    /** The connector alone, as it is asked for its spec: nothing of this machine is given to it. */
    public Confinement bareConfinement() {
        return new Confinement(
                limits.memory().count(),
                limits.cpus(),
                limits.pids(),
                writable,
                List.of(),
                environment,
                Optional.empty(),
                network);
    }

    private boolean inContainer() {
        return program instanceof Program.Image;
    }

    /** A directory of this machine, as a mount names it. */
    static Path host(Path project, String from) {
        return project.resolve(from).toAbsolutePath().normalize();
    }
}
