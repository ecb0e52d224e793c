#!/usr/bin/env bash
# 装好 docgen 所需：python 只装 Python 部分（make demo 用）；all 另装测试所需的
# LibreOffice、Chromium、字体、Open XML SDK 校验程序和 C 编译器；compiled 另把热的模块编成机器码，
# 装进自己的环境 .compiled。可反复运行：已有的不再装，代码没有变就不再编。
set -euo pipefail
cd "$(dirname "$0")/.."

what=${1:-all}
log=.setup/setup.log
mkdir -p .setup

say() { printf '· %s\n' "$*"; }

fail() {  # fail 何事 怎么办
    printf '安装没有完成：%s\n  下一步：%s\n' "$1" "$2" >&2
    exit 1
}

run() {  # run 何事 怎么办 命令…：输出进日志，失败时给出末尾几行
    local subject=$1 advice=$2
    shift 2
    if ! "$@" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        fail "$subject" "$advice（完整输出：$log）"
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

updated=
update_lists() {  # update_lists 缺什么
    [ -z "$updated" ] || return 0
    command -v apt-get >/dev/null ||
        fail "缺少 $1，而本机没有 apt-get" "在 Debian 或 Ubuntu 上运行，或自行装好上述软件"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "缺少 $1，而当前用户无权安装" "请管理员运行 apt-get update，再装好上述软件"
    say "更新软件包列表"
    run "更新软件包列表" "检查网络和软件源，再运行一次" as_root apt-get update
    updated=yes
}

install_packages() {  # 缺的系统软件包，一次装齐
    [ $# -gt 0 ] || return 0
    update_lists "$*"
    say "安装系统软件包：$*"
    run "安装系统软件包" "请管理员运行 apt-get install $*" \
        as_root apt-get install -y --no-install-recommends "$@"
}

is_installed() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

set_up_python() {
    local python stamp wanted
    stamp=.venv/.docgen-setup
    wanted=$(cksum <pyproject.toml)
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    python=$(find_python) || fail "没有 Python 3.11 或更新的版本" "装好 python3.11，再运行一次"
    if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages "$python-venv"
        say "建立 Python 环境 .venv"
        run "建立 Python 环境" "检查磁盘空间和写权限，再运行一次" "$python" -m venv --clear .venv
    fi
    say "安装 Python 依赖"
    run "安装 Python 依赖" "检查网络，再运行一次" .venv/bin/python -m pip install -q -e '.[dev]'
    echo "$wanted" >"$stamp"
}

set_up_system() {
    local missing=() package
    set_up_compiler
    command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
    is_installed libreoffice-calc-nogui || is_installed libreoffice-calc ||
        missing+=(libreoffice-calc-nogui)
    /usr/bin/python3 -c 'import uno' 2>/dev/null || missing+=(python3-uno)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    for package in fonts-noto-cjk fonts-lxgw-wenkai fonts-liberation; do
        is_installed "$package" || missing+=("$package")
    done
    if ! command -v chromedriver >/dev/null ||
        ! { command -v chromium || command -v chromium-browser; } >/dev/null; then
        update_lists Chromium
        if apt-cache show chromium-driver >/dev/null 2>&1; then
            missing+=(chromium chromium-driver)
        else  # Ubuntu 的叫法
            missing+=(chromium-browser chromium-chromedriver)
        fi
    fi
    install_packages "${missing[@]}"
}

set_up_compiler() {
    local missing=()
    command -v gcc >/dev/null || missing+=(gcc libc6-dev)
    .venv/bin/python - <<'END' || missing+=("$(.venv/bin/python -c 'import sys; print("python%d.%d-dev" % sys.version_info[:2])')")
import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())
END
    install_packages "${missing[@]}"
}

# 编译在一份抄件里做，免得编好的模块混进源码。稿库用这里的，改模板和数据不必重编。
set_up_compiled() {
    local home=.compiled stamp=.compiled/.docgen-setup wanted scratch library part
    wanted=$(find docgen -name '*.py' | LC_ALL=C sort | tr '\n' '\0' |
        xargs -0 sha256sum pyproject.toml scripts/setup.sh .venv/pyvenv.cfg | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    set_up_compiler
    rm -f "$stamp"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' RETURN
    cp -R docgen data templates snippets pyproject.toml README.md LICENSE "$scratch"
    say "编译热的模块（一两分钟）"
    run "编译" "看日志里的错误；不编译也能用" env -u PYTHONPATH HATCH_BUILD_HOOK_ENABLE_MYPYC=1 \
        .venv/bin/python -m pip wheel -q --no-deps -w "$scratch/wheel" "$scratch"
    [ -x "$home/bin/python" ] ||
        run "建立编译版的环境" "检查磁盘空间和写权限，再运行一次" .venv/bin/python -m venv "$home"
    run "装上编译版" "检查网络，再运行一次" env -u PYTHONPATH "$home/bin/python" -m pip install -q \
        --no-compile --force-reinstall --no-deps "$scratch"/wheel/*.whl
    run "装上编译版的依赖" "检查网络，再运行一次" env -u PYTHONPATH "$home/bin/python" -m pip install -q \
        "$scratch"/wheel/*.whl
    library=$(echo "$home"/lib/python*/site-packages/docgen/_library)
    for part in data templates snippets; do
        rm -rf "${library:?}/$part"
        ln -s "$PWD/$part" "$library/$part"
    done
    echo "$wanted" >"$stamp"
}

# 仿宋的替身只随一个 49 MB 的软件包发行；取其字体文件，不装那个包和它带来的 TeX。
set_up_fonts() {
    local folder=.setup/fonts scratch package=texlive-lang-chinese
    [ -f "$folder/FandolFang-Regular.otf" ] && return
    apt-cache show "$package" >/dev/null 2>&1 || update_lists "FandolFang 字体（$package）"
    say "取 FandolFang 字体"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' RETURN
    chmod 755 "$scratch"
    run "下载 FandolFang 字体" "检查网络，再运行一次" \
        env --chdir="$scratch" apt-get download "$package"
    run "解开 FandolFang 字体" "再运行一次" dpkg-deb -x "$scratch/$package"_*.deb "$scratch/out"
    mkdir -p "$folder"
    find "$scratch/out" -name 'Fandol*.otf' -exec mv -t "$folder" {} +
    [ -f "$folder/FandolFang-Regular.otf" ] ||
        fail "$package 里没有 FandolFang-Regular.otf" "请报告所用的系统版本"
}

set_up_validator() {
    local stamp=tests/gate/node_modules/.docgen-setup wanted
    wanted=$(cksum <tests/gate/package-lock.json)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    say "安装 Open XML SDK 校验程序"
    run "安装 Open XML SDK 校验程序" "检查网络；它只有 Linux x64 的版本" \
        npm ci --prefix tests/gate --no-audit --no-fund
    echo "$wanted" >"$stamp"
}

case $what in
python) set_up_python ;;
compiled)
    set_up_python
    set_up_compiled
    ;;
all)
    set_up_python
    set_up_system
    set_up_fonts
    set_up_validator
    ;;
*) fail "不认识的部分：$what" "写 python、compiled 或 all" ;;
esac
