import java.nio.file.Path;

/** What is done to compiled classes before anything runs them: {@code java -classpath ... FinishClasses.java FOLDER}. */
void main(String[] arguments) throws Exception {
    LinkAhead.all(Path.of(arguments[0]));
}
