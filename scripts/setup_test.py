"""scripts/setup with stubs for the package tools: it asks for what is missing, and says what it cannot do."""

import pytest


@pytest.fixture
def debian(project, tmp_path):
    """A Debian where everything is installed; `project.log` records what apt-get was told."""
    project.take("setup")
    project.log = tmp_path / "apt.log"
    os_release = tmp_path / "os-release"
    os_release.write_text('ID=debian\nVERSION_ID="12"\n')
    project.env["OVG_OS_RELEASE"] = str(os_release)
    project.os_release = os_release
    project.stub("apt-get", f'echo "$DEBIAN_FRONTEND $*" >>{project.log}')
    project.stub("id", "echo 0")
    project.packages = project.run("setup", "--tests", "--list").stdout.split()
    project.measuring = project.run("setup", "--list").stdout.split()
    install(project, project.packages)
    return project


def install(project, packages):
    project.stub("dpkg-query", "\n".join(f"echo 'installed {name}'" for name in packages))


def test_list_is_one_package_a_line_without_repeats(debian):
    assert "libgc-dev" in debian.packages and "cmake" in debian.packages
    assert len(set(debian.packages)) == len(debian.packages)


def test_measuring_needs_a_part_of_what_tests_need(debian):
    assert debian.packages[:len(debian.measuring)] == debian.measuring
    only_tests = set(debian.packages) - set(debian.measuring)
    assert {"chromium", "chromium-driver", "python3-selenium"} <= only_tests
    assert {"libgtest-dev", "python3-pytest", "clang-format", "libhdrhistogram-java", "npm"} <= only_tests
    assert {"libbenchmark-tools", "python3-prometheus-client", "python3-yaml"} <= only_tests
    assert debian.run("setup", "--list", "--tests").stdout.split() == debian.packages
    install(debian, debian.measuring)
    assert debian.run("setup").stdout == ""
    assert "libgtest-dev" in debian.run("setup", "--tests").stdout


def test_ccache_is_asked_for_by_name(debian):
    assert "ccache" not in debian.packages
    assert debian.run("setup", "--ccache", "--list").stdout.split() == [*debian.measuring, "ccache"]
    assert debian.run("setup", "--tests", "--ccache", "--list").stdout.split() == [*debian.packages, "ccache"]


def test_does_nothing_when_all_is_there(debian):
    for arguments in ([], ["--tests"]):
        result = debian.run("setup", *arguments)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not debian.log.exists()


def test_installs_only_what_is_missing(debian):
    install(debian, [name for name in debian.packages if name not in ("cmake", "flake8")])
    result = debian.run("setup", "--tests")
    assert result.returncode == 0
    assert "cmake flake8" in result.stdout
    update, install_line = debian.log.read_text().splitlines()
    assert update.startswith("noninteractive") and update.endswith("update")
    assert "--no-install-recommends" in install_line and install_line.endswith(" cmake flake8")


def test_removed_but_configured_package_is_missing(debian):
    debian.stub("dpkg-query", "\n".join(
        f"echo '{'config-files' if name == 'cmake' else 'installed'} {name}'" for name in debian.packages))
    assert "1 of" in debian.run("setup").stdout


def test_a_package_under_its_new_name_is_there(debian):
    install(debian, [name.replace("minimal4", "minimal4t64") for name in debian.packages])
    assert (debian.run("setup").stdout, debian.log.exists()) == ("", False)


TOOLS = ("bash", "cat", "grep", "sed", "env", "mktemp", "tail", "rm")


def only_own_programs(project):
    """A PATH that holds, on any machine, what setup itself calls and the stubs."""
    for tool in TOOLS:
        (project.bin / tool).symlink_to(f"/bin/{tool}")
    project.env["PATH"] = str(project.bin)


def test_a_java_and_a_node_from_elsewhere_will_do(debian):
    replaceable = ["default-jre-headless", "nodejs", "npm"]
    install(debian, [name for name in debian.packages if name not in replaceable])
    only_own_programs(debian)
    result = debian.run("setup", "--tests")
    assert "installing 3 of" in result.stdout and result.stdout.splitlines()[0].endswith(" ".join(replaceable))
    for program in ("java", "node"):
        debian.stub(program, "exit 0")
    result = debian.run("setup", "--tests")
    assert "installing 1 of" in result.stdout and result.stdout.splitlines()[0].endswith(": npm")
    debian.stub("npm", "exit 0")
    assert debian.run("setup", "--tests").stdout == ""


def test_failed_install_shows_why(debian):
    install(debian, [])
    debian.stub("apt-get", 'echo "E: no network"; exit 100')
    result = debian.run("setup")
    assert result.returncode == 1
    assert "E: no network" in result.stderr and "run scripts/setup again" in result.stderr
    assert "run scripts/setup --tests again" in debian.run("setup", "--tests").stderr


def test_failed_update_is_told_but_does_not_stop(debian):
    install(debian, [])
    debian.stub("apt-get", '[[ $* != *update ]] || { echo "E: one mirror is down"; exit 100; }')
    result = debian.run("setup")
    assert result.returncode == 0 and "E: one mirror is down" in result.stderr


def test_uses_sudo_when_not_root(debian):
    install(debian, [])
    debian.stub("id", "echo 1000")
    debian.stub("sudo", f'echo "sudo $1" >>{debian.log}; exec "$@"')
    assert debian.run("setup").returncode == 0
    assert debian.log.read_text().count("sudo env") == 2


def test_without_root_and_sudo_names_the_command(debian):
    install(debian, debian.packages[1:])
    debian.stub("id", "echo 1000")
    only_own_programs(debian)
    result = debian.run("setup")
    assert result.returncode == 1
    assert f"apt-get install {debian.packages[0]}" in result.stderr
    assert not debian.log.exists()


@pytest.mark.parametrize("text, code", [
    ("ID=ubuntu\nID_LIKE=debian\n", 0), ('ID=mint\nID_LIKE="ubuntu debian"\n', 0),
    ("ID=fedora\n", 2), ("ID=arch\n", 2), ("", 2),
])
def test_distributions(debian, text, code):
    debian.os_release.write_text(text)
    result = debian.run("setup")
    assert result.returncode == code
    assert ("libgc-dev" in result.stderr) == (code == 2)


@pytest.mark.parametrize("name, wanted", [("debian", ["chromium", "chromium-driver"]),
                                          ("ubuntu", ["chromium-browser", "chromium-chromedriver"])])
def test_the_browser_has_the_names_of_the_distribution(debian, name, wanted):
    debian.os_release.write_text(f"ID={name}\n")
    install(debian, [package for package in debian.packages if not package.startswith("chromium")])
    only_own_programs(debian)
    debian.run("setup", "--tests")
    assert debian.log.read_text().splitlines()[-1].split()[-2:] == wanted


def test_no_os_release(debian):
    debian.os_release.unlink()
    assert debian.run("setup").returncode == 2


def test_help_and_bad_usage(debian):
    assert "--list" in debian.run("setup", "--help").stdout
    for arguments in (["--lsit"], ["--tests", "--lsit"]):
        result = debian.run("setup", *arguments)
        assert result.returncode == 2 and "--lsit" in result.stderr
