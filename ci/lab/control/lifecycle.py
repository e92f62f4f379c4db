"""The commands: up, down, status, reset, rebuild, restart, logs, env, check."""
import os
import shutil
import subprocess
import sys

from . import cloud, commands, endpoints, golden, install, layout, processes
from .lock import hold
from .problem import DOWN, HALF, Problem

MIB = 1 << 20


def whole():
    """Whether all of the cloud runs and its `up` came to its end."""
    return processes.READY.exists() and set(processes.states().values()) == {'up'}


def need_up():
    if not whole():
        raise Problem('the lab is not up: `lab status`, `lab up`')


def told():
    print('EC2          %s  (region %s)\nendpoints    %s' % (layout.EC2_URL, layout.REGION, endpoints.ENDPOINTS))


def up():
    with hold('up'):
        if whole():
            print('already up')
        else:
            clear_half()
            install.install()
            cloud.up()
    told()


def clear_half():
    """What is left of a cloud that is not whole cannot be mended: the simulator's VMs are in its memory."""
    if not processes.strays():
        return
    ill = ['%s is %s' % (service, state if state != 'up' else 'up') for service, state in processes.states().items()
           if state != 'up']
    print('half a cloud runs (%s): it is stopped, and a new one started' % (', '.join(ill) or '`up` was not done'),
          flush=True)
    processes.stop_all()


def down():
    with hold('down'):
        count = processes.stop_all()
    print('%d processes ended' % count if count else 'nothing was running')


def reset():
    with hold('reset'):
        install.install()
        processes.stop_all()
        cloud.up()
    told()


def rebuild():
    with hold('rebuild'):
        install.install()
        processes.stop_all()
        golden.forget()
        cloud.up()
    told()


def install_only():
    with hold('install'):
        if not install.install():
            print('all is installed in %s' % layout.HOME)


def restart(service):
    if service not in commands.ORDER:
        raise Problem('no service %s; there are: %s' % (service, ', '.join(commands.ORDER)))
    with hold('restart %s' % service):
        if not processes.READY.exists():
            raise Problem('the lab is not up: `lab up`')
        cloud.restart(service)
    print('%s is up, pid %d' % (service, processes.pid(service)))


def status():
    states = processes.states()
    total = 0
    for service, state in states.items():
        size = processes.memory(service)
        total += size
        about = ', pid %d, %d MiB' % (processes.pid(service), size // MIB) if size else ''
        print('%-10s %s:%-6d %s%s' % (service, layout.ADDRESS, layout.PORTS[service], state, about))
    print('%d MiB; golden state: %s; %s' % (total // MIB, 'yes' if golden.usable() else 'no', layout.HOME))
    if whole():
        return 0
    running = bool(processes.strays())
    if running:
        print('half a cloud: `lab up` starts it anew, `lab down` ends the rest')
    return HALF if running else DOWN


def logs(service, lines, follow):
    """Of one service, or the last lines of each."""
    folder = layout.CLOUD / 'log'
    if service is None:
        for path in sorted(folder.glob('*')):
            print('%9d  %s' % (path.stat().st_size, path))
        print('`lab logs NAME` shows one')
        return
    files = [str(path) for path in (folder / (service + '.out'), folder / (service + '.log')) if path.exists()]
    if not files:
        known = sorted({path.stem for path in folder.glob('*')})
        raise Problem('no logs of %s; there are: %s' % (service, ', '.join(known) or 'none yet'))
    sys.stdout.flush()
    os.execvp('tail', ['tail', '-n', str(lines), *(['-F'] if follow else []), *files])


def env(shell):
    if shell:
        print(endpoints.shell(shell), end='')
    else:
        endpoints.users()
        print(endpoints.text(), end='')


def check(name):
    folder = layout.LAB / 'checks'
    names = sorted(path.stem for path in folder.glob('*.py') if path.stem != 'common')
    if name not in names:
        raise Problem('no check %s; there are: %s' % (name, ', '.join(names)))
    need_up()
    return subprocess.run([str(layout.VENV / 'bin' / 'python'), str(folder / (name + '.py'))],
                          env=commands.client_environment()).returncode
