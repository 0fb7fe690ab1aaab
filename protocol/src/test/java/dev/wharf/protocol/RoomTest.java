package dev.wharf.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What this room may know: itself, the JDK, and Jackson. */
class RoomTest {

    private static final Set<String> ALLOWED = Set.of("dev.wharf.protocol", "java", "org.jspecify", "tools.jackson");

    @Test
    void importsNothingButJackson() {
        JavaClasses room = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.wharf.protocol");
        Set<String> foreign = room.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .filter(name -> !name.isEmpty())
                .filter(name ->
                        ALLOWED.stream().noneMatch(allowed -> name.equals(allowed) || name.startsWith(allowed + ".")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), foreign);
        assertEquals(true, room.contain(Envelope.class), "the classes were found");
    }
}
