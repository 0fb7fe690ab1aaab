package dev.wharf.runtime.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** Who may use whom (DESIGN: the house). */
class DirectionsTest {

    private static final String CONNECTORS = "dev.wharf.sdk..";
    private static final JavaClasses ALL = House.CLASSES;

    @Test
    void protocolUsesNothingOfOurs() {
        noClasses()
                .that(resideInAPackage("dev.wharf.protocol.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.wharf..").and(resideOutsideOfPackages("dev.wharf.protocol..")))
                .check(ALL);
    }

    @Test
    void catalogUsesOnlyProtocol() {
        noClasses()
                .that(resideInAPackage("dev.wharf.catalog.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.wharf..")
                        .and(resideOutsideOfPackages("dev.wharf.catalog..", "dev.wharf.protocol..")))
                .check(ALL);
    }

    @Test
    void runtimeAndConnectorsMeetOnlyOnTheWire() {
        noClasses()
                .that(resideInAPackage("dev.wharf.runtime.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        CONNECTORS, "dev.wharf.source..", "dev.wharf.destination..", "dev.wharf.standins.."))
                .check(ALL);
        noClasses()
                .that(resideInAnyPackage(CONNECTORS, "dev.wharf.source..", "dev.wharf.destination.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.wharf.runtime..", "dev.wharf.catalog.."))
                .check(ALL);
    }

    @Test
    void aConnectorUsesNoOther() {
        slices().matching("dev.wharf.source.(*)..")
                .should()
                .notDependOnEachOther()
                .check(ALL);
        noClasses()
                .that(resideInAPackage("dev.wharf.destination.duckdb.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.wharf.destination.postgres.."))
                .check(ALL);
        noClasses()
                .that(resideInAPackage("dev.wharf.destination.postgres.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.wharf.destination.duckdb.."))
                .check(ALL);
    }

    @Test
    void noTwoPackagesUseEachOther() {
        slices().matching("dev.wharf.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void containersAreStartedInOneRoom() {
        keepsTo("com.github.dockerjava..", "dev.wharf.runtime.launch..");
    }

    @Test
    void networkntIsAskedInOneRoom() {
        keepsTo("com.networknt..", "dev.wharf.runtime.schema..");
    }

    @Test
    void theCommandLineIsParsedInOneRoom() {
        keepsTo("picocli..", "dev.wharf.runtime.cli..");
    }

    @Test
    void databasesAreAskedByTheStateStoreAndTheDestinations() {
        keepsTo("org.jooq..", "dev.wharf.runtime.state..");
        keepsTo("org.flywaydb..", "dev.wharf.runtime.state..");
        keepsTo("org.sqlite..", "dev.wharf.runtime.state..");
        keepsTo("java.sql..", "dev.wharf.runtime.state..", "dev.wharf.destination..");
        keepsTo("org.postgresql..", "dev.wharf.runtime.state..", "dev.wharf.destination.postgres..");
        keepsTo("org.duckdb..", "dev.wharf.destination.duckdb..");
    }

    private static void keepsTo(String library, String... rooms) {
        noClasses()
                .that(resideOutsideOfPackages(rooms))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(ALL);
    }
}
